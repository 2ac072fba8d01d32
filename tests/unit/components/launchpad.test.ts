import { expect, test } from 'vitest';
import { draftRequest } from '$lib/components/launch/draft-request';
import {
  addTab, changeDraft, closeTab, deletePreset, latestPartition, openDraft, readLaunchpad, savePreset, type NamedDraft,
} from '$lib/components/launch/launchpad-tabs'; // prettier-ignore
import { launchOfRun } from '$lib/components/launch/launch-of-run';
import { partitionLaunch } from '$lib/components/launch/partition-launch';
import type { PartitionGroup } from '$lib/components/launch/partition-groups';
import type { JobSnapshot } from '$lib/definitions/snapshot';
import type { JobDetail } from '$lib/instance/instance';
import type { StoredRun } from '$lib/storage/storage';

const draft = (id: string, name: string, more: Partial<NamedDraft> = {}): NamedDraft => ({
  id, name, text: '{}', subset: '', tags: [], partitions: latestPartition, ...more,
}); // prettier-ignore
const first = draft('first', 'New run');
const names = ({ tabs }: { readonly tabs: readonly NamedDraft[] }) => tabs.map(({ name }) => name);

test('tabs are added beside the open one, under names of their own, and closed; one is always there', () => {
  let pad = readLaunchpad(undefined, first);
  pad = addTab(addTab(pad, draft('a', 'bake')), draft('b', 'bake'));
  expect([names(pad), pad.open]).toEqual([['New run', 'bake', 'bake 2'], 'b']);
  pad = closeTab(addTab({ ...pad, open: 'first' }, draft('c', 'test')), 'c', first);
  expect([names(pad), pad.open]).toEqual([['New run', 'bake', 'bake 2'], 'a']);
  for (const id of ['a', 'b', 'first']) pad = closeTab(pad, id, draft('new', 'New run'));
  expect([pad.tabs.map(({ id }) => id), pad.open]).toEqual([['new'], 'new']);
});

test('the one draft that was stored before there were tabs is the first tab', () => {
  const stored = JSON.stringify({
    text: '{ "a": 1 }',
    subset: 'clean+',
    tags: [{ name: 'by', value: 'me' }],
  });
  expect(readLaunchpad(stored, first)).toMatchObject({
    open: first.id,
    tabs: [{ ...first, ...JSON.parse(stored) }],
  });
});

test('what is handed over twice is one tab, unless it was changed since', () => {
  const handed = (id: string) => draft(id, 'Run 1', { text: '{"ops":{}}' });
  const pad = openDraft(readLaunchpad(undefined, first), handed('a'));
  expect(openDraft({ ...pad, open: 'first' }, handed('b'))).toEqual(pad);
  expect(names(openDraft(changeDraft(pad, 'a', { subset: 'bake' }), handed('b')))).toEqual([
    'New run', 'Run 1', 'Run 1 2',
  ]); // prettier-ignore
});

test('a preset of a name replaces the older one', () => {
  const pad = savePreset(readLaunchpad(undefined, first), draft('a', 'nightly'));
  const saved = savePreset(savePreset(pad, draft('b', 'daily')), draft('c', 'nightly'));
  expect(saved.presets.map(({ id }) => id)).toEqual(['b', 'c']);
  expect(deletePreset(saved, 'b').presets.map(({ id }) => id)).toEqual(['c']);
});

test('a launchpad is what was stored; of what cannot be read, what can', () => {
  const pad = { ...addTab(readLaunchpad(undefined, first), draft('a', 'bake')), typed: '{' };
  expect(readLaunchpad(JSON.stringify(pad), first)).toEqual(pad);
  for (const bad of ['', '{', 'null', '[]', '"x"', '{"tabs":7,"presets":{}}', '{"tabs":[{"name":"no id"}]}'])
    expect(readLaunchpad(bad, first)).toEqual({ open: 'first', tabs: [first], presets: [], typed: undefined });
  const half = { open: 'gone', tabs: [null, { ...draft('a', 'bake'), text: 'kept', tags: 'x', partitions: { how: 1 } }] };
  expect(readLaunchpad(JSON.stringify(half), first)).toMatchObject({
    open: 'a',
    tabs: [draft('a', 'bake', { text: 'kept' })],
  });
}); // prettier-ignore

test.each([
  [{ name: 'chain', steps: [] }, ' a, b ', { jobName: 'chain', opSelection: ['a', 'b'] }],
  [{ name: 'cakes' }, 'key:cake', { jobName: 'cakes', selection: 'key:cake' }],
  [{ name: '__ASSET_JOB' }, 'key:cake', { selection: 'key:cake' }],
  [{ name: 'cakes' }, '', { jobName: 'cakes' }],
])('of %j, the part %j', (job, subset, expected) => {
  const asked = draftRequest(draft('a', '', { subset }), 'kitchen', job);
  expect(asked).toEqual({ location: 'kitchen', config: {}, tags: {}, ...expected });
});

test('what cannot be read is not launched', () => {
  for (const more of [{ text: '{' }, { tags: [{ name: 'a', value: '' }] }])
    expect(draftRequest(draft('a', '', more), 'kitchen', { name: 'cakes' })).toBeUndefined();
});

const letters = { type: 'static', keys: ['a', 'b', 'c'] } as const;
const of = (...keys: string[]): PartitionGroup => ({ keys, partitions: letters, perRun: 1 });
const request = { location: 'kitchen', jobName: 'cakes', config: { ops: {} }, tags: { team: 'oven' } };
const several = { text: 'a,b', size: 2, isOneRun: false };
const partitioned = { name: 'cakes', partitions: letters } as unknown as JobSnapshot;

test.each([
  ['one partition is a run', of('cake'), { text: 'a', size: 1, isOneRun: true }, undefined,
    { type: 'run', run: { ...request, partition: 'a' } }],
  ['several are a backfill of the assets', of('cake'), several, undefined,
    { type: 'backfill', backfill: { assetSelection: ['cake'], partitions: 'a,b' } }],
  ['of a job with partitions, one of the job', of('cake'), several, partitioned,
    { type: 'backfill', backfill: { jobName: 'cakes', partitions: 'a,b' } }],
] as const)('%s, with its config and tags', (_, group, partitions, job, expected) => {
  const launch = partitionLaunch(request, [group], group, partitions, job);
  expect(launch).toMatchObject(expected);
  if (launch.type === 'backfill')
    expect(launch.backfill).toMatchObject({ location: 'kitchen', config: { ops: {} }, tags: { team: 'oven' } });
}); // prettier-ignore

test('a part of a partitioned job is a backfill of its assets; of several kinds, only those of one', () => {
  const part = { ...request, selection: 'key:cake' };
  expect(partitionLaunch(part, [of('cake')], of('cake'), several, partitioned)).toMatchObject({
    backfill: { assetSelection: ['cake'] },
  });
  const groups = [of('cake'), { keys: ['plain'], perRun: Infinity }];
  expect(partitionLaunch(request, groups, groups[1]!, undefined, partitioned)).toEqual({
    type: 'run',
    run: { ...request, selection: 'key:"plain"' },
  });
});

const step = (key: string, assetKey?: string, keys?: readonly string[]) => ({
  key,
  outputs: [{ name: 'result', ...(assetKey && { assetKey }) }],
  ...(keys && { partitions: { keys } }),
});
const runOf = (jobName: string, ...steps: readonly ReturnType<typeof step>[]) =>
  ({ location: 'kitchen', jobName, tags: {}, plan: { steps } }) as unknown as StoredRun;
const opJob = { job: { steps: [step('a'), step('b')] }, assets: [] } as unknown as JobDetail;
const assetJob = { job: {}, assets: ['cake', 'tart'] } as unknown as JobDetail;

test.each([
  ['all of a job of ops', runOf('bake', step('a'), step('b')), opJob, { jobName: 'bake' }],
  ['some of its ops', runOf('bake', step('b')), opJob, { jobName: 'bake', opSelection: ['b'] }],
  ['some of its assets', runOf('cakes', step('x', 'cake')), assetJob, { jobName: 'cakes', selection: 'key:"cake"' }],
  ['assets without a job', runOf('__ASSET_JOB', step('x', 'cake')), undefined, { selection: 'key:"cake"' }],
  ['partitions', runOf('cakes', step('x', 'cake', ['a', 'b,c']), step('y', 'tart')), assetJob,
    { jobName: 'cakes', partition: 'a,"b,c"' }],
])('a run of %s can be made up again', (_, run, job, expected) => {
  expect(launchOfRun(run, job)).toEqual({ location: 'kitchen', tags: {}, ...expected });
}); // prettier-ignore
