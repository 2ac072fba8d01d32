import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ids, openInstance, textOf } from './open-notebook';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

describe('another tab', () => {
  async function twoTabs() {
    const instance = await openInstance();
    const [here, there] = [await instance.open(), await instance.open()];
    const stop = here.follow();
    return { ...instance, here, there, stop };
  }

  test('its edit appears here, beside what is being typed here', async () => {
    const { here, there, stop, stored } = await twoTabs();
    here.setText('code0002', 'typed here');
    there.setText('code0001', 'typed there');
    await there.flush();
    await vi.waitFor(() => expect(textOf(here, 'code0001')).toBe('typed there'));
    expect(textOf(here, 'code0002')).toBe('typed here');
    await here.flush();
    expect(await stored()).toMatch(/typed there[^]*typed here/);
    stop();
  });

  test('in the same cell, what both type at once stands in both', async () => {
    const { here, there, stop } = await twoTabs();
    const stopThere = there.follow();
    const before = textOf(here, 'code0002');
    for (let letter = 1; letter <= 20; letter++) {
      here.setText('code0002', `${textOf(here, 'code0002')}m`);
      there.setText('code0002', `t${textOf(there, 'code0002')}`);
      if (letter % 4 === 0) await Promise.all([here.flush(), there.flush()]);
    }
    const typed = 't'.repeat(20) + before + 'm'.repeat(20);
    await vi.waitFor(() => {
      for (const tab of [here, there]) expect(textOf(tab, 'code0002')).toBe(typed);
    });
    expect(ids(here)).toHaveLength(3);
    stop();
    stopThere();
  });

  test('in the same cell, where both contradict, the text on this screen stays and theirs is kept below it', async () => {
    const { here, there, stop } = await twoTabs();
    here.setText('code0002', 'mine');
    there.setText('code0002', 'theirs');
    await there.flush();
    await vi.waitFor(() => expect(ids(here)).toHaveLength(4));
    expect(here.cells.slice(-2).map((cell) => cell.text)).toEqual(['mine', 'theirs']);
    stop();
  });

  test('its saves are taken in even by a tab that did not hear of them', async () => {
    const { open, stored } = await openInstance();
    const [here, there] = [await open(), await open()];
    there.setText('code0001', 'typed there');
    await there.flush();
    here.setText('code0002', 'typed here');
    await here.flush();
    expect(textOf(here, 'code0001')).toBe('typed there');
    expect(await stored()).toMatch(/typed there[^]*typed here/);
  });

  test('an attached file is listed there', async () => {
    const { here, there, stop } = await twoTabs();
    await there.attach('recipes.json', new TextEncoder().encode('[]'));
    await vi.waitFor(() =>
      expect(here.attachments.map(({ path, size }) => [path, size])).toEqual([['recipes.json', 2]]),
    );
    expect(there.attachments).toEqual(here.attachments);
    stop();
  });
});
