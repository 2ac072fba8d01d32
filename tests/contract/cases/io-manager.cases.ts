import { expect } from 'vitest';
import type { RunEvent } from '$lib/events/event';
import { caseOf, type CaseBench, type CaseSuite } from './case-bench';

const id = 'io';
const [whole, partitioned] = ['io-01-path', 'io-02-partition-path'].map(caseOf);
const base = 'base';

const cell = `
const json = { dump: (value) => new TextEncoder().encode(JSON.stringify(value)), load: (bytes) => JSON.parse(new TextDecoder().decode(bytes)) };
export const lake = pathIOManager({ baseDir: '${base}', ...json });
export const own = ioManager(() => {
  const kept = async ({ store, path }) => JSON.parse(new TextDecoder().decode(await store.read(path)));
  return {
    async handleOutput({ store, path, addOutputMetadata, encode }, value) {
      await store.write(path, new TextEncoder().encode(JSON.stringify({ wrapped: value })));
      addOutputMetadata({ path, stored: (await store.list('')).length });
    },
    async loadInput(context) { return (await kept(context)).wrapped; },
  };
});
const ioManagerKey = 'lake';
export const a1 = asset({ key: ${JSON.stringify(whole!.given.asset_key)}, ioManagerKey }, () => [1, 2]);
export const reads = asset({ ins: { a1 } }, ({ a1 }) => a1.length);
const partitionsDef = new DailyPartitionsDefinition({ startDate: '2021-05-05', endDate: '2021-05-08' });
export const a = asset({ partitionsDef, ioManagerKey }, (_, { partitionKeys }) => partitionKeys.length === 1
  ? Number(partitionKeys[0].slice(-2)) : Object.fromEntries(partitionKeys.map((key) => [key, Number(key.slice(-2))])));
export const same = asset({ partitionsDef, ins: { a } }, ({ a }) => a);
export const all = asset({ ins: { a } }, ({ a }) => a);
export const some = asset({ ins: { a: new AssetIn(a, { metadata: { allow_missing_partitions: true } }) } }, ({ a }) => a);
export const wrapped = asset({ ioManagerKey: 'own' }, () => 'in paper');
export const unwrapped = asset({ ins: { wrapped } }, ({ wrapped }) => wrapped);
export const nothing = asset({ ioManagerKey }, () => {});
export const wants = asset({ ins: { nothing } }, ({ nothing }) => nothing);
export const never = asset(() => 1);
export const early = asset({ ins: { never } }, ({ never }) => never);
const piece = op({ out: new Out({ ioManagerKey: 'lake' }) }, function piece() { return 5; });
const taste = op(({ n }) => n + 1);
export const kitchen = job(() => { taste({ n: piece() }); });
`;

type Made = Extract<RunEvent, { type: 'ASSET_MATERIALIZATION' }>;
const madeBy = (events: readonly RunEvent[]) =>
  events.filter((event): event is Made => event.type === 'ASSET_MATERIALIZATION');
const pathsOf = (events: readonly RunEvent[]) =>
  madeBy(events).map(({ data }) => data.metadata['path']?.value);
const failureOf = (events: readonly RunEvent[]) => {
  const failure = events.find(({ type }) => type === 'STEP_FAILURE');
  return failure?.type === 'STEP_FAILURE' ? failure.data.error : undefined;
};
const expectedPath = (path: string) => path.replace('<base>', base);

const made = async ({ run }: CaseBench, selection: string, partition?: string) =>
  run(id, { selection, ...(partition && { partition }) });

export const ioManagers: CaseSuite = {
  topic: 'IO managers',
  notebook: [id, cell],
  cases: {
    async 'io-01-path'(bench) {
      const { events } = await made(bench, `"${whole!.given.asset_key.join('/')}"`);
      expect(pathsOf(events)).toEqual([expectedPath(whole!.expect.path)]);
      const read = await made(bench, 'reads');
      expect([read.status, await read.value('reads')]).toEqual(['SUCCESS', 2]);
      expect(read.log('reads').slice(0, 3)).toEqual(['STEP_START', 'LOADED_INPUT', 'STEP_INPUT']);
    },
    async 'io-02-partition-path'(bench) {
      const { events } = await made(bench, partitioned!.given.asset_key[0], partitioned!.given.partition);
      expect(pathsOf(events)).toEqual([expectedPath(partitioned!.expect.path)]);
      const { value } = await made(bench, 'same', partitioned!.given.partition);
      expect(await value('same')).toBe(5);
    },
    async 'several partitions of one run are stored one by one, and read as an object'(bench) {
      const { events } = await made(bench, 'a', '2021-05-05...2021-05-07');
      expect(pathsOf(events)).toEqual(['05', '06', '07'].map((day) => `${base}/a/2021-05-${day}`));
      const { value } = await made(bench, 'all');
      expect(await value('all')).toEqual({ '2021-05-05': 5, '2021-05-06': 6, '2021-05-07': 7 });
    },
    async 'a partition that is missing fails what needs it, unless the input allows it'(bench) {
      await bench.instance.wipeAsset('a', '2021-05-06');
      const { status, events } = await made(bench, 'all');
      expect([status, failureOf(events)?.message]).toEqual([
        'FAILURE',
        expect.stringMatching(/"a".*partition 2021-05-06 of a/),
      ]);
      const { value } = await made(bench, 'some');
      expect(await value('some')).toEqual({ '2021-05-05': 5, '2021-05-07': 7 });
    },
    async 'an IO manager written in a cell stores and loads'(bench) {
      const { events } = await made(bench, 'wrapped');
      expect(pathsOf(events)).toEqual(['wrapped']);
      expect(madeBy(events)[0]!.data).toMatchObject({ ioManagerKey: 'own' });
      expect(await (await made(bench, 'unwrapped')).value('unwrapped')).toBe('in paper');
    },
    async 'the output of an op lies at <base>/RUN/STEP/OUTPUT'(bench) {
      const { run, events, value } = await bench.run(id, { jobName: 'kitchen' });
      const handled = events.find(({ type, stepKey }) => type === 'HANDLED_OUTPUT' && stepKey === 'piece');
      expect(handled?.data).toMatchObject({
        ioManagerKey: 'lake',
        metadata: { path: { value: `${base}/${run.id}/piece/result` } },
      });
      expect(await value('taste')).toBe(6);
    },
    async 'what has no value is materialized and not stored; reading it fails and says so'(bench) {
      const { status, events } = await made(bench, 'nothing');
      expect([status, pathsOf(events)]).toEqual(['SUCCESS', [undefined]]);
      const wants = await made(bench, 'wants');
      expect([wants.status, failureOf(wants.events)?.message]).toEqual([
        'FAILURE',
        expect.stringContaining('nothing'),
      ]);
    },
    async 'what was never materialized cannot be loaded: asset and remedy are named'(bench) {
      const { events } = await made(bench, 'early');
      expect(failureOf(events)).toMatchObject({
        message: 'Input "never" cannot be loaded: never has never been materialized',
        remedy: 'Materialize never first.',
      });
    },
  },
};
