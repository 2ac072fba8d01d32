import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LiveQuery } from '../../../src/lib/components/instance.svelte';
import type { Instance } from '../../../src/lib/instance/instance';
import type { Change } from '../../../src/lib/storage/storage';

class Page extends EventTarget {
  hidden = false;
  turn(hidden: boolean) {
    this.hidden = hidden;
    this.dispatchEvent(new Event('visibilitychange'));
  }
}

let page: Page;
let listeners: Set<(changes: readonly Change[]) => void>;
let asked: number;
beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('document', (page = new Page()));
  listeners = new Set();
  asked = 0;
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const change = (topic: 'run' | 'asset') =>
  listeners.forEach((hear) => hear([{ topic, runId: '1', lastEventId: 1, assetKey: 'a' } as Change]));
const later = () => vi.advanceTimersByTimeAsync(1_000);

function follow(query = () => Promise.resolve(++asked)) {
  const subscribe: Instance['subscribe'] = (listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const live = new LiveQuery<number>();
  const stop = live.follow({ subscribe } as Instance, query, (changes) =>
    changes.some(({ topic }) => topic === 'run'),
  );
  return { live, stop };
}

test('changes that concern it wake it, many at once a single time; without one it asks nothing', async () => {
  const { live } = follow();
  await later();
  expect([live.value, live.loading]).toEqual([1, false]);
  change('asset');
  await later();
  expect(asked).toBe(1);
  for (let i = 0; i < 50; i++) change('run');
  await later();
  expect(asked).toBeLessThanOrEqual(3);
  const before = asked;
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(asked).toBe(before);
});

test('a hidden page asks nothing, whatever happens, and once when it is seen again', async () => {
  const { live } = follow();
  await later();
  page.turn(true);
  for (let i = 0; i < 20; i++) {
    change('run');
    await later();
  }
  expect(asked).toBe(1);
  page.turn(false);
  await later();
  expect([asked, live.value]).toEqual([2, 2]);
  page.turn(true);
  page.turn(false);
  await later();
  expect(asked).toBe(2);
});

test('a page that begins hidden asks when it is first seen', async () => {
  page.hidden = true;
  const { live } = follow();
  await later();
  expect([asked, live.loading]).toEqual([0, true]);
  page.turn(false);
  await later();
  expect(live.value).toBe(1);
});

test('after it is stopped it asks nothing and holds on to nothing', async () => {
  const { stop } = follow();
  await later();
  stop();
  change('run');
  page.turn(false);
  await later();
  expect([asked, listeners.size]).toEqual([1, 0]);
});
