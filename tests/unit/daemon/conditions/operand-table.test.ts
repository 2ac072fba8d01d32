import { expect, onTestFinished, test } from 'vitest';
import { asset, AutomationCondition, StaticPartitionsDefinition } from '$lib/definitions';
import { Scenario, when } from './scenario';

const C = AutomationCondition;
const everyHour = '0 * * * *';
const ab = new StaticPartitionsDefinition(['a', 'b']);

/** What is requested at first, and after each of these. */
async function course(defs: object, ...acts: readonly ((s: Scenario) => unknown)[]) {
  const s = await Scenario.of(defs);
  onTestFinished(() => s.close());
  const told = [await s.requested()];
  for (const act of acts) {
    await act(s);
    told.push(await s.requested());
  }
  return told;
}

const nothing = () => {};
const made = (key: string, partition?: string) => (s: Scenario) =>
  s.update(partition === undefined ? key : [key, partition]);
const wiped = (key: string) => (s: Scenario) => s.instance.wipeAsset(key);
const version = (dataVersion: string) => (s: Scenario) =>
  s.instance.reportAsset({ assetKey: 'A', event: 'materialization', dataVersion });
test.each<[string, object, readonly ((s: Scenario) => unknown)[], readonly number[]]>([
  ['missing, until it is made', { A: when(C.missing()) }, [nothing, made('A'), wiped('A')], [1, 1, 0, 1]],
  [
    'newly missing: once',
    { A: when(C.newlyMissing()) },
    [nothing, made('A'), wiped('A'), nothing],
    [1, 0, 0, 1, 0],
  ],
  ['not missing', { A: when(C.missing().not()) }, [made('A'), wiped('A')], [0, 1, 0]],
  [
    'newly updated, not before the first evaluation',
    { A: when(C.newlyUpdated()) },
    [nothing, made('A'), nothing],
    [0, 0, 1, 0],
  ],
  [
    'data version changed',
    { A: when(C.dataVersionChanged()) },
    [version('1'), version('1'), version('2')],
    [0, 1, 0, 1],
  ],
  [
    'newly updated, whatever the data version',
    { A: when(C.newlyUpdated()) },
    [version('1'), version('1')],
    [0, 1, 1],
  ],
  ['one or the other', { A: when(C.missing().or(C.newlyUpdated())) }, [made('A'), nothing], [1, 1, 0]],
  ['both at once', { A: when(C.missing().and(C.newlyUpdated())) }, [made('A'), wiped('A')], [0, 0, 0]],
  ['no deps: any is false', { A: when(C.anyDepsMatch(C.missing())) }, [], [0]],
  ['no deps: all is true', { A: when(C.allDepsMatch(C.missing())) }, [], [1]],
  ['no checks: any is false', { A: when(C.anyChecksMatch(C.checkPassed())) }, [], [0]],
  ['no checks: all is true', { A: when(C.allChecksMatch(C.checkPassed())) }, [], [1]],
  [
    'newly true of the deps',
    { A: asset(() => 1), B: when(C.anyDepsMatch(C.missing()).newlyTrue(), { deps: ['A'] }) },
    [nothing, made('A'), wiped('A')],
    [1, 0, 0, 1],
  ],
  [
    'since: both at once is reset',
    { A: when(C.newlyUpdated().since(C.newlyUpdated())) },
    [made('A'), nothing],
    [0, 0, 0],
  ],
  [
    'since: stays until it is reset',
    { A: when(C.newlyUpdated().since(C.missing())) },
    [made('A'), nothing, wiped('A'), nothing],
    [0, 1, 1, 0, 0],
  ],
  [
    'since last handled: once for each request',
    { A: when(C.missing().newlyTrue().sinceLastHandled()) },
    [nothing, made('A'), wiped('A'), nothing],
    [0, 0, 0, 1, 0],
  ],
  [
    'a cron tick: once',
    { A: when(C.cronTickPassed(everyHour)) },
    [(s) => s.setTime('02T01:00'), (s) => s.setTime('02T01:59'), (s) => s.setTime('02T04:30')],
    [0, 1, 0, 1],
  ],
  [
    'requested before: the dep',
    { A: when(C.newlyUpdated()), B: when(C.anyDepsMatch(C.newlyRequested()), { deps: ['A'] }) },
    [made('A'), nothing, nothing],
    [0, 1, 1, 0],
  ],
  [
    'requested now: the dep',
    { A: when(C.newlyUpdated()), B: when(C.anyDepsMatch(C.willBeRequested()), { deps: ['A'] }) },
    [made('A'), nothing],
    [0, 2, 0],
  ],
  [
    'only some deps',
    {
      A: asset(() => 1),
      B: asset(() => 1),
      D: when(C.anyDepsMatch(C.newlyUpdated()).allow(['A']), { deps: ['A', 'B'] }),
    },
    [made('B'), made('A')],
    [0, 0, 1],
  ],
  [
    'all but some deps',
    {
      A: asset(() => 1),
      B: asset(() => 1),
      D: when(C.anyDepsMatch(C.newlyUpdated()).ignore('key:A'), { deps: ['A', 'B'] }),
    },
    [made('A'), made('B')],
    [0, 0, 1],
  ],
  [
    'eager: an update while a dep is missing counts when that is there',
    { A: asset(() => 1), B: asset(() => 1), D: when(C.eager(), { deps: ['A', 'B'] }) },
    [made('A'), nothing, made('B'), nothing],
    [0, 0, 0, 1, 0],
  ],
  [
    'eager without deps: newly missing',
    { A: when(C.eager()) },
    [nothing, made('A'), wiped('A'), nothing],
    [0, 0, 0, 1, 0],
  ],
  [
    'eager whatever is missing',
    {
      A: asset(() => 1),
      B: asset(() => 1),
      D: when(C.eager().without(C.anyDepsMissing().not()), { deps: ['A', 'B'] }),
    },
    [made('A')],
    [0, 1],
  ],
  [
    'on missing: once its deps are there',
    { A: asset(() => 1), B: when(C.onMissing(), { deps: ['A'] }) },
    [made('A'), nothing],
    [0, 0, 0],
  ],
  [
    'on missing: what has become missing',
    { A: asset(() => 1), B: when(C.onMissing(), { deps: ['A'] }) },
    [made('A'), made('B'), wiped('B'), nothing],
    [0, 0, 0, 1, 0],
  ],
  [
    'partition by partition',
    {
      A: asset({ partitionsDef: ab }, () => 1),
      B: when(C.anyDepsMatch(C.newlyUpdated()), { partitionsDef: ab, deps: ['A'] }),
    },
    [
      made('A', 'a'),
      made('A', 'b'),
      async (s) => {
        await s.update(['A', 'a'], ['A', 'b']);
      },
    ],
    [0, 1, 1, 2],
  ],
  [
    'any partition of a dep, for what has none',
    { A: asset({ partitionsDef: ab }, () => 1), B: when(C.anyDepsMatch(C.missing()), { deps: ['A'] }) },
    [made('A', 'a'), made('A', 'b')],
    [1, 1, 0],
  ],
  [
    'replaced by name',
    { A: when(C.missing().and(C.newlyUpdated()).replace('newly_updated', C.missing())) },
    [made('A')],
    [1, 0],
  ],
  [
    'replaced by label',
    { A: when(C.eager().replace('newly_missing', C.newlyUpdated())) },
    [made('A'), nothing],
    [0, 0, 0],
  ],
])('%s', async (_, defs, acts, expected) => {
  expect(await course(defs, ...acts)).toEqual(expected);
});
