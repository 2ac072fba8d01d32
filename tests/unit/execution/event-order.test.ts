import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import cases from '../../fixtures/dagster-cases.json';
import { workbench, type Workbench } from './workbench';

const expected = (id: string) =>
  cases.find((each) => each.id === id)!.expect as unknown as Record<string, readonly string[]>;

let bench: Workbench;
afterAll(() => bench.close());
beforeAll(async () => {
  bench = await workbench(`
export const a = asset(() => 1);
export const b = asset({ ins: { a } }, ({ a }) => a + 1);
export const bad = asset(() => { throw new TypeError('no flour'); });
export const c = asset({ ins: { bad } }, () => 1);
export const e = asset({ deps: [c] }, () => 1);
export const ok = asset(() => 1);
export const maybe = multiAsset({ outs: { perhaps: new AssetOut({ isRequired: false }) } }, function* () {});
export const d2 = asset({ ins: { perhaps: new AssetIn('perhaps') } }, () => 1);
export const d3 = asset({ deps: [d2] }, () => 1);
export const twice = multiAsset({ outs: { x: new AssetOut() } }, function* () {
  yield new MaterializeResult({ assetKey: 'x', value: 1 });
  yield new MaterializeResult({ assetKey: 'x', value: 2 });
});
`);
});

const drive = async (selected: string[], type: 'in_process' | 'multiprocess' = 'in_process') => {
  const run = await bench.launch(selected, { type });
  return { run, status: await bench.drive(run), log: await bench.log(run) };
};

/** Dagster's order for ops, with the materialization that an asset has between STEP_OUTPUT and HANDLED_OUTPUT. */
const asAssets = (order: readonly string[]) =>
  order.flatMap((word) =>
    word.endsWith(':STEP_OUTPUT') ? [word, `${word.split(':')[0]}:ASSET_MATERIALIZATION`] : [word],
  );

describe('the event order of Dagster (dagster-cases.json, area event_order)', () => {
  test('ev-01: a -> b in process', async () => {
    const { log, status } = await drive(['a', 'b']);
    expect(log).toEqual(asAssets(expected('ev-01-success').order!));
    expect(status).toBe('SUCCESS');
  });

  test('ev-02: one asset', async () => {
    const { run } = await drive(['a']);
    expect(await bench.log(run, 'a')).toEqual(expected('ev-02-asset').order);
  });

  test('ev-03: a failure; unlike Dagster we say of each step downstream that it will not run', async () => {
    const { run, status, log } = await drive(['bad', 'c', 'e', 'ok']);
    expect(await bench.log(run, 'bad')).toEqual(expected('ev-03-failure').bad);
    expect(await bench.log(run, 'c')).toEqual(['STEP_ABANDONED']);
    expect(await bench.log(run, 'e')).toEqual(['STEP_ABANDONED']);
    expect(await bench.log(run, 'ok')).toContain('STEP_SUCCESS');
    expect([status, log.at(-1)]).toEqual(['FAILURE', 'RUN_FAILURE']);
    const events = await bench.storage.runEvents(run.id);
    expect(events.at(-1)!.message).toContain("Steps failed: ['bad']");
    expect(events.find((event) => event.stepKey === 'e' && event.type === 'STEP_ABANDONED')!.data).toEqual({
      because: ['bad'],
    });
    expect(events.find(({ type }) => type === 'STEP_FAILURE')).toMatchObject({
      level: 'ERROR',
      data: { error: { name: 'TypeError', message: 'no flour' } },
    });
  });

  test('ev-04: an optional output that was not yielded', async () => {
    const { run, status } = await drive(['perhaps', 'd2', 'd3']);
    expect((await bench.log(run, 'maybe')).at(-1)).toBe(expected('ev-04-skip').maybe);
    expect(await bench.log(run, 'd2')).toEqual(expected('ev-04-skip').d2);
    expect(await bench.log(run, 'd3')).toEqual(expected('ev-04-skip').d3);
    expect(status).toBe(expected('ev-04-skip').run);
  });

  test('ev-14: an output yielded twice', async () => {
    const { run } = await drive(['x']);
    expect((await bench.log(run, 'twice')).filter((type) => type !== 'ASSET_MATERIALIZATION')).toEqual(
      expected('ev-14-dup-output').events,
    );
  });

  test('ev-18: each step of a multiprocess run begins with its worker', async () => {
    const { run, log } = await drive(['a', 'b', 'ok'], 'multiprocess');
    const perStep = expected('ev-18-multiprocess-prefix').per_step!;
    for (const step of ['a', 'b', 'ok'])
      expect((await bench.log(run, step)).slice(0, perStep.length)).toEqual(perStep);
    expect(log.slice(0, 2)).toEqual(['RUN_START', 'ENGINE_EVENT']);
    expect(log.slice(-2)).toEqual(['ENGINE_EVENT', 'RUN_SUCCESS']);
  });
});
