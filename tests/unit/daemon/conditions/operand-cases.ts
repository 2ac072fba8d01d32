import { expect } from 'vitest';
import {
  asset,
  AssetSpec,
  AutomationCondition,
  DailyPartitionsDefinition,
  DataVersion,
  observableSourceAsset,
  StaticPartitionsDefinition,
} from '$lib/definitions';
import type { DagsterCase } from '../../../contract/cases/case-bench';
import { Scenario, when } from './scenario';

const {
  eager,
  missing,
  newlyUpdated,
  inLatestTimeWindow,
  initialEvaluation,
  executionFailed,
  isRootExecutable,
  cronTickPassed,
  anyDepsMatch,
  willBeRequested,
} = AutomationCondition;

type Case = (given: DagsterCase) => Promise<void>;

const daily = () => new DailyPartitionsDefinition({ startDate: '2020-02-01' });
const everyHour = '0 * * * *';

/** Cases of single operands and operators. */
export const operandCases: Readonly<Record<string, Case>> = {
  async 'au-17-since'({ given: { sequence }, expect: { true_subset } }) {
    const [X, Y] = [asset(() => 1), asset(() => 1)];
    const condition = anyDepsMatch(newlyUpdated())
      .allow([X])
      .since(anyDepsMatch(newlyUpdated()).allow([Y]));
    const s = await Scenario.of({ X, Y, C: when(condition, { deps: [X, Y] }) });
    await s.requested();
    const told: number[] = [];
    for (const event of sequence as string[]) {
      if (event !== 'nothing') await s.update(event.replace(' true', ''));
      told.push(await s.requested());
    }
    expect(told).toEqual(true_subset);
    await s.close();
  },

  async 'au-18-initial-eval'({ expect: { true: told } }) {
    const of = (condition: AutomationCondition, keys: readonly string[] = ['a'], deps: string[] = []) => ({
      A: when(condition, { partitionsDef: new StaticPartitionsDefinition(keys), deps }),
      B: asset(() => 1),
    });
    const other = initialEvaluation().and(inLatestTimeWindow());
    const s = await Scenario.of(of(initialEvaluation()));
    const found = [await s.requested(), await s.requested()];
    for (const defs of [of(initialEvaluation(), ['b']), of(other, ['b']), of(other, ['b'], ['B'])]) {
      await s.load(defs);
      found.push(await s.requested());
    }
    expect(found).toEqual(told);
    await s.close();
  },

  async 'au-19-newly-updated-obs'({ expect: { true: told } }) {
    const A = observableSourceAsset({ automationCondition: newlyUpdated() }, () => new DataVersion('1'));
    const s = await Scenario.of({ A });
    await s.requested();
    const found: number[] = [];
    for (const dataVersion of ['1', '1', '2']) {
      await s.instance.reportAsset({ assetKey: 'A', event: 'observation', dataVersion });
      found.push(await s.requested());
    }
    expect(found).toEqual(told);
    await s.close();
  },

  async 'au-20-execution-failed'({ expect: { true: told } }) {
    let fails = true;
    const A = asset({ automationCondition: executionFailed() }, () => {
      if (fails) throw new Error('on purpose');
      return 1;
    });
    const s = await Scenario.of({ A });
    const found = [await s.requested()];
    await s.run('*');
    found.push(await s.requested());
    fails = false;
    await s.run('*');
    found.push(await s.requested());
    expect(found).toEqual(told);
    await s.close();
  },

  async 'au-20b-execution-failed-partitions'({ expect: { true_subset } }) {
    let fails = true;
    const partitionsDef = new StaticPartitionsDefinition(['1', '2']);
    const A = asset({ partitionsDef, automationCondition: executionFailed() }, () => {
      if (fails) throw new Error('on purpose');
      return 1;
    });
    const s = await Scenario.of({ A });
    const found: (readonly (string | null)[])[] = [];
    for (const [now, partitions] of [
      [true, '1'],
      [false, '1'],
      [true, '1,2'],
      [false, '1,2'],
    ] as const) {
      fails = now;
      for (const partition of partitions.split(',')) await s.run('*', partition);
      found.push(await s.keys('A'));
    }
    expect(found).toEqual(true_subset);
    await s.close();
  },

  async 'au-20c-execution-failed-same-run'({ expect: { true: told } }) {
    const A = when(executionFailed());
    const B = asset({ deps: [A] }, () => {
      throw new Error('on purpose');
    });
    const s = await Scenario.of({ A, B });
    await s.run('*');
    expect((await s.requested()) === 1).toBe(told);
    await s.close();
  },

  async 'au-22-latest-window'({ given: { now }, expect: { true: told } }) {
    const defs = {
      whole: when(inLatestTimeWindow()),
      keys: when(inLatestTimeWindow(), { partitionsDef: new StaticPartitionsDefinition(['1', '2']) }),
      days: when(inLatestTimeWindow(), { partitionsDef: daily() }),
      lately: when(inLatestTimeWindow({ hours: 48 }), {
        partitionsDef: new DailyPartitionsDefinition({ startDate: '2020-01-01' }),
      }),
    };
    const s = await Scenario.of(defs, /\d+T\d+:\d+/.exec(now)![0]);
    const result = await s.evaluate();
    const [whole, keys, days] = ['whole', 'keys', 'days'].map((key) => [
      ...result.getRequestedPartitions(key),
    ]);
    expect([whole, keys, days]).toEqual([[null], ['1', '2'], [told[2]]]);
    expect([...result.getRequestedPartitions('lately')]).toEqual(['2020-01-31', '2020-02-01']);
    await s.close();
  },

  async 'au-24-grouping'({ expect: { B_uses_will_be_requested_of_A } }) {
    const A = when(missing(), { partitionsDef: daily() });
    const partitionsDef = new StaticPartitionsDefinition(['1']);
    const s = await Scenario.of(
      {
        A,
        B: when(anyDepsMatch(willBeRequested()), { partitionsDef, deps: [A] }),
        C: when(anyDepsMatch(willBeRequested()), { partitionsDef: daily(), deps: [A] }),
      },
      '02T01:00',
    );
    const result = await s.evaluate();
    expect(result.getNumRequested('B') > 0).toBe(B_uses_will_be_requested_of_A);
    expect(result.getNumRequested('C')).toBe(1);
    await s.close();
  },

  async 'au-28-reactivate-flood'({ expect: { better } }) {
    expect(better).toMatch(/preview \/ reset cursor on re-enable/);
    const A = asset(() => 1);
    const s = await Scenario.of({ A, B: when(eager(), { deps: [A] }), C: when(eager(), { deps: [A] }) });
    const id = { location: 'definitions', name: 'default_automation_condition_sensor' };
    const { instance } = s;
    await instance.switchInstigator(id, 'RUNNING');
    await instance.advance(0);
    await instance.switchInstigator(id, 'STOPPED');
    for (const now of ['03T00:00', '05T00:00', '09T00:00']) await s.setTime(now).update('A');
    expect((await instance.previewAutomation(id)).requested).toMatchObject([
      { assetKey: 'B' },
      { assetKey: 'C' },
    ]);
    await instance.setCursor(id, undefined);
    expect((await instance.previewAutomation(id)).requested).toEqual([]);
    await instance.switchInstigator(id, 'RUNNING');
    await instance.advance(60_000);
    expect(await instance.listRuns()).toEqual([]);
    await s.update('A');
    await instance.advance(0);
    expect(await instance.listRuns()).toHaveLength(1);
    await s.close();
  },

  async 'au-32-updated-since-cron-partitions'({ expect: { true_count } }) {
    const condition = newlyUpdated().since(cronTickPassed(everyHour));
    const partitionsDef = new StaticPartitionsDefinition(['1', '2']);
    const s = await Scenario.of({ A: when(condition, { partitionsDef }) });
    const found = [await s.requested()];
    await s.update(['A', '1']);
    found.push(await s.requested('02T01:05'));
    await s.update(['A', '2']);
    found.push(await s.requested());
    found.push(await s.requested('02T02:05'));
    await s.update(['A', '2']);
    found.push(await s.requested('02T03:05'));
    expect(found).toEqual(true_count);
    await s.close();
  },

  async 'au-33-root-executable'({ expect: { true: told } }) {
    const [A, B] = [when(isRootExecutable()), when(isRootExecutable())];
    const s = await Scenario.of({ A, B, C: when(isRootExecutable(), { deps: [A, B] }) });
    const result = await s.evaluate();
    for (const [key, count] of Object.entries(told)) expect(result.getNumRequested(key)).toBe(count);
    await s.close();
  },

  async 'au-35-root-executable-plain-source'({ expect: { true: told } }) {
    const A = new AssetSpec('A');
    const s = await Scenario.of({
      A,
      B: when(isRootExecutable(), { deps: [A] }),
      C: when(isRootExecutable(), { deps: [A] }),
    });
    const result = await s.evaluate();
    for (const [key, count] of Object.entries(told)) expect(result.getNumRequested(key)).toBe(count);
    await s.close();
  },
};
