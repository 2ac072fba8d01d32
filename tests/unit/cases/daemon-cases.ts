import { asset, BackfillPolicy, DailyPartitionsDefinition, StaticPartitionsDefinition } from 'dagbook';
import { ephemeralInstance } from 'dagbook/testing';
import { expect } from 'vitest';
import { runsToLaunch } from '$lib/daemon/run-queue';
import { endedRun } from '$lib/instance/ended-run';
import type { DagsterCase } from '../../contract/cases/case-bench';
import { launched, notebookText, openHome } from '../../fixtures/open-home';
import { alike, type CaseTable } from './case-table';

/** Queued runs, oldest first; `run-1 foo=bar` has a tag. */
const queuedRuns = (texts: readonly string[], tagsOf = (_id: string): Record<string, string> => ({})) =>
  texts.map((text, createdAt) => {
    const [id, tag] = text.split(' ') as [string, string?];
    const tags = tag === undefined ? tagsOf(id) : Object.fromEntries([tag.split('=')]);
    return { id, createdAt, tags: tags as Record<string, string> };
  });

const ids = (runs: readonly { readonly id: string }[]) => runs.map(({ id }) => id);

const byTag = ({ given: { limits, queued }, expect: expected }: DagsterCase) => {
  const runs = queuedRuns(queued, (id) => ({ database: id.split('-')[0]! }));
  const launched = runsToLaunch(runs, [], { tagConcurrencyLimits: limits });
  expect(ids(launched)).toEqual(expected.launched ?? expected.launched_first);
};

/** The days of a case's `FIRST..LAST`, or so many of them. */
const days = (first: string, count: number) =>
  new DailyPartitionsDefinition({
    startDate: first,
    endDate: new Date(Date.parse(first) + count * 86_400_000).toISOString().slice(0, 10),
  });

/** Runs of a backfill of all that is loaded, and how it ended. */
async function backfilled(definitions: Readonly<Record<string, ReturnType<typeof asset>>>) {
  const instance = ephemeralInstance({ now: Date.UTC(2026, 0) });
  await instance.load(definitions);
  const { id } = await instance.launchBackfill({});
  await instance.advance(0);
  const runs = await instance.listRuns({ tags: { 'dagster/backfill': id } });
  const { status } = (await instance.backfill(id))!;
  await instance.close();
  return { status, runs };
}

/** Dagster's cases of the run queue and of backfills. */
export const daemonCases: CaseTable = {
  'rq-01-fifo'({ given, expect: { launch_order } }) {
    const limits = { maxConcurrentRuns: given.max_concurrent_runs };
    expect(ids(runsToLaunch(queuedRuns(given.queued).toReversed(), [], limits))).toEqual(launch_order);
  },

  'rq-05-zero-unlimited'({ given, expect: { effect } }) {
    const runs = queuedRuns(Array.from({ length: 100 }, (_, at) => `r${at}`));
    const effects = (given.max_concurrent_runs as number[]).map((maxConcurrentRuns) => {
      const { length } = runsToLaunch(runs, [], { maxConcurrentRuns });
      return length === 0 ? 'nothing dequeued' : length === runs.length ? 'no limit' : `${length} dequeued`;
    });
    expect(effects).toEqual(effect);
  },

  ...alike(['rq-06-tag-value', 'rq-08-per-unique'], byTag),

  async 'rq-10-events'({ expect: { order } }) {
    const instance = ephemeralInstance();
    await instance.load({ a: asset(() => 1) });
    const { runId } = await instance.launchRun({ location: 'definitions' });
    await endedRun(instance, runId);
    const types = (await instance.runEvents(runId)).map(({ type }) => type as string);
    await instance.close();
    expect(types.filter((type) => order.includes(type))).toEqual(order);
  },

  async 'rq-11-pool-block'({ given, expect: { run_B } }) {
    const [pool, , limit] = (given.pool as string).split(' ') as [string, string, string];
    let release = () => {};
    let begun = () => {};
    const released = new Promise<void>((resolve) => (release = resolve));
    const isHeld = new Promise<void>((resolve) => (begun = resolve));
    const holder = asset({ pool }, async () => {
      begun();
      await released;
    });
    const instance = ephemeralInstance();
    await instance.load({
      holder,
      b1: asset({ pool }, () => 1),
      b2: asset({ pool }, () => 2),
      free: asset(() => 3),
    });
    await instance.setPoolLimit(pool, Number(limit));
    const launch = (selection: string) => instance.launchRun({ location: 'definitions', selection });
    const a = await launch('holder');
    await isHeld;
    const b = await launch('b1 or b2');
    expect(run_B).toBe('stays QUEUED until a slot frees');
    // One that was launched later and needs no slot has ended by now.
    await endedRun(instance, (await launch('free')).runId);
    expect((await instance.getRun(b.runId))?.status).toBe('QUEUED');
    expect(await instance.pools()).toMatchObject([{ pool, held: [{ runId: a.runId }] }]);
    release();
    expect((await endedRun(instance, b.runId)).status).toBe('SUCCESS');
    await instance.close();
  },

  // On purpose another way than Dagster, which asks again after 1 to 15 s: who waits has the slot when it is given back.
  async 'rq-13-pool-wait'({ given: { pending_claims }, expect: { poll_interval_seconds } }) {
    expect(Math.min(...poll_interval_seconds)).toBe(1);
    for (const others of pending_claims as number[]) {
      const instance = ephemeralInstance({ now: 0 });
      const releases: (() => void)[] = [];
      const work = () => new Promise<void>((resolve) => releases.push(resolve));
      const names = Array.from({ length: others + 2 }, (_, at) => `step${at}`);
      await instance.load(Object.fromEntries(names.map((name) => [name, asset({ name, pool: 'db' }, work)])));
      await instance.setPoolLimit('db', 1);
      const executor = { type: 'multiprocess', maxConcurrent: names.length } as const;
      await instance.launchRun({ location: 'definitions', executor });
      await instance.advance(0);
      expect(await instance.pools()).toMatchObject([{ held: [{}], waiting: { length: others + 1 } }]);
      releases[0]!();
      await instance.advance(0);
      expect(releases).toHaveLength(2);
      await instance.close();
    }
  },

  // On purpose another way than Dagster, where the slot stays taken: a worker that died holds nothing.
  async 'rq-14-pool-crash'({ given }) {
    expect(given).toMatchObject({ event: 'worker dies while holding a pool slot' });
    const { instance } = await openHome();
    const source = notebookText(
      'export const dies = asset({ pool: "db" }, () => process.exit(1));',
      'export const next = asset({ pool: "db" }, () => 1);',
    );
    const { id } = await instance.createNotebook({ source });
    await instance.loadLocation(id);
    await instance.setPoolLimit('db', 1);
    const launch = (selection: string) => launched(instance, { location: id, selection });
    expect((await launch('dies')).status).toBe('FAILURE');
    expect(await instance.pools()).toMatchObject([{ pool: 'db', limit: 1, held: [], waiting: [] }]);
    expect((await launch('next')).status).toBe('SUCCESS');
  },

  async 'bf-02-single-run'({ given: { range }, expect: expected }) {
    const [first, last] = (range as string).split('..') as [string, string];
    const count = (Date.parse(last) - Date.parse(first)) / 86_400_000 + 1;
    const backfillPolicy = BackfillPolicy.singleRun();
    const { runs } = await backfilled({
      a: asset({ partitionsDef: days(first, count), backfillPolicy }, () => 1),
    });
    expect(runs).toHaveLength(expected.runs);
    for (const tag of expected.tags as string[]) {
      const [name, value] = tag.split('=') as [string, string];
      expect(runs[0]!.tags[name]).toBe(value);
    }
  },

  async 'bf-05-success'({ expect: { final } }) {
    const partitionsDef = new StaticPartitionsDefinition(['x', 'y']);
    expect((await backfilled({ a: asset({ partitionsDef }, () => 1), b: asset(() => 2) })).status).toBe(
      final,
    );
  },

  async 'bf-06-cancel'({ expect: { status_sequence } }) {
    const instance = ephemeralInstance();
    const partitionsDef = new StaticPartitionsDefinition(['x', 'y']);
    await instance.load({ a: asset({ partitionsDef }, () => 1) });
    await instance.setSettings({ concurrency: { runs: { maxConcurrentRuns: 0 } } });
    const { id } = await instance.launchBackfill({});
    await instance.advance(0);
    const look = async () => (await instance.backfill(id))!.status;
    const statuses = [await look()];
    await instance.cancelBackfill(id);
    statuses.push(await look());
    await instance.advance(0);
    statuses.push(await look());
    const runs = await instance.listRuns({ tags: { 'dagster/backfill': id } });
    await instance.close();
    expect(statuses).toEqual(status_sequence);
    expect(runs.map(({ status }) => status)).toEqual(['CANCELED', 'CANCELED']);
  },

  async 'bf-07-same-partitions-chain'({ given: { graph }, expect: expected }) {
    const count = Number(/(\d+) partitions/.exec(graph)![1]);
    const partitionsDef = days('2025-01-01', count);
    const a = asset({ partitionsDef }, () => 1);
    const b = asset({ partitionsDef, ins: { a } }, ({ a }) => a);
    const { runs } = await backfilled({ a, b });
    expect(runs).toHaveLength(expected.runs);
    expect(new Set(runs.map(({ tags }) => tags['dagster/partition'])).size).toBe(count);
    for (const { plan } of runs) expect(plan.steps.map(({ key }) => key).sort()).toEqual(['a', 'b']);
  },
};
