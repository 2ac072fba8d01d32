import { expect, onTestFinished, test } from 'vitest';
import {
  asset,
  assetCheck,
  AssetDep,
  AssetSpec,
  AutomationCondition,
  DailyPartitionsDefinition,
  DataVersion,
  MultiPartitionsDefinition,
  observableSourceAsset,
  StaticPartitionsDefinition,
  TimeWindowPartitionMapping,
} from '$lib/definitions';
import { Scenario, when } from './scenario';

const C = AutomationCondition;
const ab = new StaticPartitionsDefinition(['a', 'b']);
const daily = new DailyPartitionsDefinition({ startDate: '2020-01-31' });

async function scenario(defs: object, now?: string) {
  const s = await Scenario.of(defs, now);
  onTestFinished(() => s.close());
  return s;
}

const code = (condition: AutomationCondition, codeVersion: string) => ({
  A: when(condition, { codeVersion }),
});

/** An asset with a check, of which it depends how it ends. */
const checked = (condition: AutomationCondition, blocking = true) => {
  const state = { passes: true };
  const A = asset(() => 1);
  const check = assetCheck({ asset: A, name: 'check', blocking }, () => state.passes);
  return { state, defs: { A, check, B: when(condition, { deps: [A] }) } };
};

test('code versions: changed once, outdated until it is made again', async () => {
  const changed = await scenario(code(C.codeVersionChanged(), '1'));
  const told = [await changed.requested()];
  for (const codeVersion of ['1', '2', '2']) {
    await changed.load(code(C.codeVersionChanged(), codeVersion));
    told.push(await changed.requested());
  }
  expect(told).toEqual([0, 0, 1, 0]);

  const outdated = await scenario(code(C.codeVersionOutdated(), '1'));
  const found = [await outdated.requested()];
  await outdated.run('*');
  found.push(await outdated.requested());
  await outdated.load(code(C.codeVersionOutdated(), '2'));
  found.push(await outdated.requested(), await outdated.requested());
  await outdated.run('*');
  found.push(await outdated.requested());
  expect(found).toEqual([0, 0, 1, 1, 0]);
});

test('in progress: from the queue until it is made, although its run goes on', async () => {
  const begun = Promise.withResolvers<void>();
  const finished = Promise.withResolvers<void>();
  const A = when(C.inProgress());
  const B = asset({ deps: [A] }, () => {
    begun.resolve();
    return finished.promise;
  });
  const s = await scenario({ A, B, C: when(C.anyDepsInProgress(), { deps: [B] }) });
  const keys = async () => {
    const result = await s.evaluate();
    return ['A', 'C'].filter((key) => result.getNumRequested(key) > 0);
  };
  await s.instance.setSettings({ concurrency: { runs: { maxConcurrentRuns: 0 } } });
  const { runId } = await s.instance.launchRun({ location: 'definitions', selection: 'key:A or key:B' });
  await s.instance.advance(0);
  expect(await keys()).toEqual(['A', 'C']);
  await s.instance.setSettings({});
  await begun.promise;
  await expect.poll(keys).toEqual(['C']);
  finished.resolve();
  await s.ended(runId);
  expect(await keys()).toEqual([]);
});

test('made by a run with tags', async () => {
  const tagged = C.anyDepsMatch(C.executedWithTags({ tagKeys: ['nightly'], tagValues: { by: 'me' } }));
  const A = asset(() => 1);
  const s = await scenario({ A, B: when(tagged, { deps: [A] }) });
  const told: number[] = [];
  for (const tags of [{}, { nightly: 'yes', by: 'you' }, { nightly: '', by: 'me' }] as Record<
    string,
    string
  >[]) {
    const { runId } = await s.instance.launchRun({ location: 'definitions', selection: 'key:A', tags });
    await s.ended(runId);
    told.push(await s.requested());
  }
  await s.update('A');
  told.push(await s.requested());
  expect(told).toEqual([0, 0, 1, 0]);
});

test('checks count for what the asset is now', async () => {
  const { state, defs } = checked(C.anyDepsMatch(C.anyChecksMatch(C.checkFailed())));
  const s = await scenario(defs);
  const told = [await s.requested()];
  state.passes = false;
  await s.run('key:A');
  told.push(await s.requested());
  await s.update('A');
  told.push(await s.requested());
  state.passes = true;
  await s.run('key:A');
  told.push(await s.requested());
  expect(told).toEqual([0, 1, 0, 0]);
});

test('blocking checks of all deps have passed; others do not matter', async () => {
  const { state, defs } = checked(C.allDepsBlockingChecksPassed());
  const s = await scenario(defs);
  const told = [await s.requested()];
  await s.run('key:A');
  told.push(await s.requested());
  await s.update('A');
  told.push(await s.requested());
  state.passes = false;
  await s.run('key:A');
  told.push(await s.requested());
  expect(told).toEqual([0, 1, 0, 0]);
  const others = checked(C.allDepsBlockingChecksPassed(), false);
  others.state.passes = false;
  const free = await scenario(others.defs);
  await free.run('key:A');
  expect(await free.requested()).toBe(1);
});

test('the conditions of what is downstream, asked of the asset itself, as far down as they ask on', async () => {
  const A = when(C.anyDownstreamConditions());
  const B = when(C.anyDownstreamConditions(), { deps: [A] });
  const D = when(C.missing(), { deps: [B] });
  const E = when(C.newlyUpdated(), { deps: [A] });
  const s = await scenario({ A, B, D, E });
  const keys = async () => {
    const result = await s.evaluate();
    return ['A', 'B', 'D', 'E'].filter((key) => result.getNumRequested(key) > 0);
  };
  expect(await keys()).toEqual(['A', 'B', 'D']);
  await s.update('B');
  expect(await keys()).toEqual(['A', 'D']);
  await s.update('A');
  expect(await keys()).toEqual(['A', 'D']);
  expect(await keys()).toEqual(['D']);
});

test('an observable source is a root, what depends on it is not; an external asset is none', async () => {
  const source = observableSourceAsset(
    { automationCondition: C.isRootExecutable() },
    () => new DataVersion('1'),
  );
  const defs = {
    source,
    A: when(C.isRootExecutable(), { deps: [source] }),
    B: when(C.isRootExecutable(), { deps: [new AssetSpec('external')] }),
  };
  const result = await (await scenario(defs)).evaluate();
  expect(['source', 'A', 'B'].map((key) => result.getNumRequested(key))).toEqual([1, 0, 1]);
});

test('the latest time window of several dimensions holds all keys of the others', async () => {
  const partitionsDef = new MultiPartitionsDefinition({ day: daily, kind: ab });
  const s = await scenario({ A: when(C.inLatestTimeWindow(), { partitionsDef }) }, '03T00:00');
  expect(await s.keys('A')).toEqual(['2020-02-02|a', '2020-02-02|b']);
  const lookback = await scenario(
    { A: when(C.inLatestTimeWindow({ days: 2 }), { partitionsDef: daily }) },
    '03T00:00',
  );
  expect(await lookback.keys('A')).toEqual(['2020-02-01', '2020-02-02']);
});

test('eager down a chain: what will be requested upstream counts, and is not missing', async () => {
  const A = asset(() => 1);
  const B = when(C.eager(), { deps: [A] });
  const s = await scenario({ A, B, D: when(C.eager(), { deps: [B] }) });
  expect(await s.requested()).toBe(0);
  await s.update('A');
  expect(await s.requested()).toBe(2);
  await s.run('key:B or key:D');
  expect(await s.requested()).toBe(0);
});

test('a dep made in a run of the asset itself is no news for it', async () => {
  const A = asset(() => 1);
  const s = await scenario({ A, B: when(C.eager(), { deps: [A] }) });
  await s.requested();
  await s.run('*');
  expect(await s.requested()).toBe(0);
  await s.run('key:A');
  expect(await s.requested()).toBe(1);
});

test('new updates: made by some run with tags, or by no others', async () => {
  const tags = { tagKeys: ['nightly'] };
  const s = await scenario({
    A: asset(() => 1),
    some: when(C.assetMatches('A', C.anyNewUpdateHasRunTags(tags))),
    only: when(C.assetMatches('A', C.allNewUpdatesHaveRunTags(tags))),
  });
  const run = async (runTags: Record<string, string>) =>
    s.ended(
      (await s.instance.launchRun({ location: 'definitions', selection: 'key:A', tags: runTags })).runId,
    );
  const told = async (...runs: readonly Record<string, string>[]) => {
    for (const each of runs) await run(each);
    const result = await s.evaluate();
    return [result.getNumRequested('some'), result.getNumRequested('only')];
  };
  const nightly = { nightly: 'yes' };
  expect(await told(nightly)).toEqual([0, 0]);
  expect(await told()).toEqual([0, 0]);
  expect(await told({})).toEqual([0, 0]);
  expect(await told(nightly)).toEqual([1, 1]);
  expect(await told(nightly, {})).toEqual([1, 0]);
  expect(await told({}, nightly, nightly)).toEqual([1, 0]);
  await s.update('A');
  expect(await told()).toEqual([0, 0]);
});

test('another asset, by its key: asked what corresponds to it, whether it is upstream or not', async () => {
  const partitionsDef = ab;
  const A = asset({ partitionsDef }, () => 1);
  const B = asset(() => 1);
  const s = await scenario({
    A,
    B,
    C: when(C.assetMatches('A', C.missing()), { partitionsDef }),
    D: when(C.assetMatches(B, C.missing()), { partitionsDef }),
    E: when(C.assetMatches('A', C.missing().not())),
  });
  const keys = async () => {
    const result = await s.evaluate();
    return ['C', 'D', 'E'].map((key) => [...result.getRequestedPartitions(key)].join());
  };
  expect(await keys()).toEqual(['a,b', 'a,b', '']);
  await s.update(['A', 'a'], 'B');
  expect(await keys()).toEqual(['b', '', '']);
});

test('a partition of an asset that depends on itself is news for the next one, although a run made it', async () => {
  const partitionMapping = new TimeWindowPartitionMapping({ startOffset: -1, endOffset: -1 });
  const A = when(C.anyDepsUpdated(), {
    partitionsDef: daily,
    deps: [new AssetDep('A', { partitionMapping })],
  });
  const s = await scenario({ A }, '05T00:30');
  expect(await s.keys('A')).toEqual([]);
  await s.update(['A', '2020-01-31']);
  expect(await s.keys('A')).toEqual(['2020-02-01']);
  await s.run('key:A', '2020-02-01');
  expect(await s.keys('A')).toEqual(['2020-02-02']);
});
