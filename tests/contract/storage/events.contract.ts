import { expect } from 'vitest';
import type { Storage } from '$lib/storage/storage';
import type { Contract, Place } from '../contract';
import { materialized, observed, opened, said, value } from './samples';

export const eventsContract: Contract<Place<Storage>> = {
  async 'gives ids in the order of the calls, and the pages of a run in that order'(place) {
    const storage = await opened(place, 'r1', 'r2');
    const calls = Array.from({ length: 50 }, (_, n) =>
      storage.append([said('r1', `${n}a`), said('r2', 'else'), said('r1', `${n}b`)]),
    );
    const stored = (await Promise.all(calls)).flat();
    expect(stored.map((event) => event.id)).toEqual(stored.map((_, n) => stored[0]!.id + n));

    const first = await storage.runEvents('r1', { limit: 30 });
    const rest = await storage.runEvents('r1', { after: first.at(-1)!.id });
    expect([...first, ...rest].map((event) => event.message)).toEqual(
      calls.flatMap((_, n) => [`${n}a`, `${n}b`]),
    );
    expect([...first, ...rest]).toEqual(stored.filter((event) => event.runId === 'r1'));
  },

  async 'gives back every kind of text as it was'(place) {
    const storage = await opened(place, 'r1');
    const texts = ['', 'naïve 빵 🥐', 'a\0b', '\ufeffbom', 'line\nline', `"quoted" 'x'`, 'x'.repeat(300_000)];
    await storage.append(texts.map((text) => said('r1', text)));
    expect((await storage.runEvents('r1')).map((event) => event.message)).toEqual(texts);
  },

  async 'filters a page by type'(place) {
    const storage = await opened(place, 'r1');
    await storage.append([said('r1', 'x'), materialized('r1', 'a'), said('r1', 'y')]);
    const page = await storage.runEvents('r1', { types: ['ASSET_MATERIALIZATION'] });
    expect(page.map((event) => event.assetKey)).toEqual(['a']);
  },

  async 'filters a page by step'(place) {
    const storage = await opened(place, 'r1');
    await storage.append([said('r1', 'x'), { ...said('r1', 'y'), stepKey: 's' }, said('r1', 'z')]);
    const page = await storage.runEvents('r1', { types: ['LOG_MESSAGE'], stepKey: 's' });
    expect(page.map((event) => event.message)).toEqual(['y']);
  },

  async 'gives what came after an event, of all runs and of none'(place) {
    const storage = await opened(place, 'r1', 'r2');
    const [first] = await storage.append([
      said('r1', 'a'),
      observed('x', 'v1'),
      said('r2', 'b'),
      said('', 'c'),
    ]);
    const messages = (await storage.eventsAfter(first!.id, ['LOG_MESSAGE'])).map(({ message }) => message);
    expect(messages).toEqual(['b', 'c']);
    expect(await storage.eventsAfter(0, ['LOG_MESSAGE', 'ASSET_OBSERVATION'], 2)).toHaveLength(2);
    expect((await storage.runEvents('')).map(({ type }) => type)).toEqual([
      'ASSET_OBSERVATION',
      'LOG_MESSAGE',
    ]);
  },

  async 'stores all of an append or nothing, and what was asked for beside it'(place) {
    const storage = await opened(place, 'r1');
    const results = await Promise.allSettled([
      storage.append([said('r1', 'before')]),
      storage.append([said('r1', 'torn'), said('no such run', 'x')], [value('v1', 1)]),
      storage.append([said('r1', 'after')]),
    ]);
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(results[1]).toMatchObject({ reason: { name: 'RunNotFound' } });
    expect((await storage.runEvents('r1')).map((event) => event.message)).toEqual(['before', 'after']);
    expect(await storage.getValue('v1')).toBeUndefined();
  },
};
