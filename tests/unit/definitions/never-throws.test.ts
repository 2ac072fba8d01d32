/* eslint-disable @typescript-eslint/no-explicit-any -- what cells write need not be typed */
import {
  asset,
  AssetDep,
  AssetIn,
  AssetOut,
  AssetSpec,
  defineAssetJob,
  definitions,
  DynamicOut,
  graph,
  graphAsset,
  graphMultiAsset,
  In,
  job,
  multiAsset,
  observableSourceAsset,
  op,
  Out,
} from '$lib/definitions';
import { assetCheck, multiAssetCheck } from '$lib/definitions/asset-check';
import { successHook } from '$lib/definitions/hook';
import { ioManager } from '$lib/definitions/io-manager';
import { resource } from '$lib/definitions/resource';
import { schedule } from '$lib/definitions/schedule';
import { sensor } from '$lib/definitions/sensor';
import { expect, it } from 'vitest';
import { collect } from './collect';

// What untyped code writes where something else belongs.
const garbage = [
  null,
  5,
  -1,
  '',
  'a b',
  true,
  [],
  [null],
  [5],
  {},
  { a: null },
  { a: 5 },
  () => 1,
  Symbol('s'),
  new Map(),
  new AssetOut(),
];

const one = asset(() => 1);
const work = op(() => 1);
const options = [
  'name', 'key', 'keyPrefix', 'description', 'metadata', 'tags', 'group', 'owners', 'kinds', 'codeVersion', 'partitionsDef',
  'backfillPolicy', 'ins', 'deps', 'configSchema', 'resources', 'retryPolicy', 'timeout', 'pool', 'executor', 'hooks',
  'outputRequired', 'ioManagerKey', 'outputType', 'checkSpecs', 'opTags', 'canSubset', 'outs', 'out', 'specs', 'type', 'default', 'isRequired',
  'selection', 'config', 'inputValues', 'asset', 'jobs', 'job', 'cronSchedule', 'assets', 'ioManagers', 'requires',
  'blocking', 'additionalDeps', 'minimumIntervalSeconds', 'timezone', 'skippable', 'nothing', 'byPartition', 'partitionMapping',
]; // prettier-ignore

/** Every maker with one option that may be anything. */
const makers: Record<string, (wrong: any) => unknown> = {
  asset: (wrong) => asset(wrong, () => 1),
  multiAsset: (wrong) => multiAsset({ outs: { p: new AssetOut() }, ...wrong }, () => ({})),
  assetOut: (wrong) => multiAsset({ outs: { p: new AssetOut(wrong) } }, () => ({})),
  spec: (wrong) => new AssetSpec('p', wrong),
  specs: (wrong) => multiAsset({ specs: [new AssetSpec('p', wrong)] }, () => {}),
  assetIn: (wrong) =>
    asset({ ins: { one: new AssetIn(one, { ...wrong, key: undefined, keyPrefix: undefined }) } }, () => 1),
  assetDep: (wrong) => asset({ deps: [new AssetDep(wrong.asset ?? 'p', wrong)] }, () => 1),
  graphAsset: (wrong) => graphAsset(wrong, () => work()),
  graphMultiAsset: (wrong) =>
    graphMultiAsset({ outs: { p: new AssetOut(wrong) }, ...wrong }, () => ({ p: work() })),
  observable: (wrong) => observableSourceAsset(wrong, () => '1'),
  op: (wrong) => job(() => op({ name: 'x', ...wrong }, () => 1)()),
  out: (wrong) => job(() => op({ name: 'x', out: new Out(wrong) }, () => 1)()),
  dynamicOut: (wrong) => job(() => op({ name: 'x', out: new DynamicOut(wrong) }, () => 1)()),
  in: (wrong) => job(() => op({ name: 'x', ins: { n: new In(wrong) } }, () => 1)()),
  used: (wrong) =>
    job(() =>
      work
        .withTags(wrong.tags)
        .withHooks(wrong.hooks ?? [])
        .withRetryPolicy(wrong.retryPolicy)(),
    ),
  graph: (wrong) => graph(wrong, () => work()),
  toJob: (wrong) => graph(() => work()).toJob(wrong),
  job: (wrong) => job(wrong, () => work()),
  assetJob: (wrong) => defineAssetJob({ selection: '*', ...wrong }),
  definitions: (wrong) => definitions(wrong),
  resource: (wrong) => resource(wrong, () => 1),
  ioManager: (wrong) => ioManager(wrong, () => ({ handleOutput() {}, loadInput: () => 1 })),
  hook: (wrong) => successHook(wrong, () => {}),
  check: (wrong) => assetCheck({ asset: one, ...wrong }, () => true),
  checks: (wrong) => multiAssetCheck({ specs: [], ...wrong }, () => {}),
  schedule: (wrong) => schedule({ cronSchedule: '* * * * *', job: 'x', ...wrong }),
  sensor: (wrong) => sensor({ job: 'x', ...wrong }, () => {}),
};

it.each(Object.entries(makers))('%s with anything for any option is collected, or an error', (_, make) => {
  for (const name of options) {
    for (const value of garbage) {
      let made: unknown;
      try {
        made = make({ [name]: value });
      } catch {
        continue; // The call itself refuses: the cell fails where it stands.
      }
      const { snapshot } = collect({ one, work, made });
      expect(
        snapshot.assets.map(({ key }) => key),
        `${name}: ${String(value)}`,
      ).toContain('one');
      expect(() => structuredClone(snapshot), `${name}: ${String(value)}`).not.toThrow();
    }
  }
});
