import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { ended, notebookText, openHome } from '../../fixtures/open-home';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

test('a run that has ended leaves nothing in memory', { timeout: 30_000 }, async () => {
  const { instance } = await openHome();
  await instance.createNotebook({ id: 'small', source: notebookText('export const one = asset(() => 1);') });
  /** Bytes that are still needed after so many more runs. */
  async function usedAfter(count: number): Promise<number> {
    const runs = Array.from({ length: count }, () => instance.launchRun({ location: 'small' }));
    await Promise.all(runs.map(async (run) => ended(instance, (await run).runId)));
    collectGarbage();
    return process.memoryUsage().heapUsed;
  }
  const before = await usedAfter(50);
  const after = await usedAfter(100);
  // A driver that stays has some kilobytes.
  expect(after - before).toBeLessThan(100 * 3_000);
});
