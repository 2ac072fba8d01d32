import { expect } from 'vitest';
import {
  asset,
  assetCheck,
  AssetDep,
  AutomationCondition,
  DailyPartitionsDefinition,
  DataVersion,
  HourlyPartitionsDefinition,
  observableSourceAsset,
  TimeWindowPartitionMapping,
} from '$lib/definitions';
import type { DagsterCase } from '../../../contract/cases/case-bench';
import { operandCases } from './operand-cases';
import { Scenario, when } from './scenario';

const { eager, onCron, onMissing, inLatestTimeWindow } = AutomationCondition;

type Case = (given: DagsterCase) => Promise<void>;

const hourly = () => new HourlyPartitionsDefinition({ startDate: '2020-02-01-00:00' });
const daily = () => new DailyPartitionsDefinition({ startDate: '2020-02-01' });
const everyHour = '0 * * * *';

export const automationCases: Readonly<Record<string, Case>> = {
  ...operandCases,

  async 'au-02-eager-hourly-latest'({ expect: { requested } }) {
    const partitionsDef = hourly();
    const A = asset({ partitionsDef }, () => 1);
    const s = await Scenario.of({ A, B: when(eager(), { partitionsDef, deps: [A] }) }, '02T01:05');
    await s.requested();
    const told: number[] = [];
    await s.update(['A', '2020-02-01-10:00']);
    told.push(await s.requested());
    await s.update(['A', '2020-02-02-00:00']);
    told.push(await s.requested());
    expect(told).toEqual(requested);
    await s.close();
  },

  async 'au-04-eager-self-dep'({ expect: { requested } }) {
    const partitionMapping = new TimeWindowPartitionMapping({ startOffset: -1, endOffset: -1 });
    const A = when(eager(), { partitionsDef: daily(), deps: [new AssetDep('A', { partitionMapping })] });
    const s = await Scenario.of({ A }, '03T00:30');
    await s.requested();
    expect(await s.requested('04T00:30')).toBe(requested);
    await s.update(['A', '2020-02-02']);
    expect(await s.keys('A')).toEqual(['2020-02-03']);
    await s.close();
  },

  async 'au-06-eager-in-progress'({ expect: { requested } }) {
    let finish = () => {};
    const A = asset(() => new Promise<void>((resolve) => (finish = () => resolve())));
    const s = await Scenario.of({ A, B: when(eager(), { deps: [A] }) });
    await s.requested();
    const { runId } = await s.instance.launchRun({ location: 'definitions', selection: 'key:A' });
    await s.instance.advance(0);
    await s.update('A');
    expect(await s.requested()).toBe(requested);
    finish();
    await s.ended(runId);
    expect(await s.requested()).toBe(1);
    await s.close();
  },

  async 'au-08-eager-partial-chain'({ expect: { requested } }) {
    const A = when(eager());
    const B = when(eager(), { deps: [A] });
    const s = await Scenario.of({ A, B, C: when(eager(), { deps: [B] }) });
    await s.requested();
    await s.update('A');
    const result = await s.evaluate();
    expect(result.totalRequested).toBe(requested);
    expect(result.getNumRequested('A')).toBe(0);
    await s.close();
  },

  async 'au-09-eager-on-check'({ expect: { requested } }) {
    const A = asset(() => 1);
    const check = assetCheck({ asset: A, automationCondition: eager() }, () => true);
    const s = await Scenario.of({ A, check });
    await s.requested();
    const told: number[] = [];
    await s.update('A');
    told.push(await s.requested());
    told.push(await s.requested());
    await s.update('A');
    told.push((await s.evaluate()).getNumRequested({ assetKey: 'A', name: 'check' }));
    expect(told).toEqual(requested);
    await s.close();
  },

  async 'au-10-cron-hourly'({ expect: { requested } }) {
    const A = asset(() => 1);
    const s = await Scenario.of({ A, B: when(onCron(everyHour), { deps: [A] }) });
    const told = [await s.requested(), await s.requested('02T01:05')];
    for (const key of ['A', 'B', 'A']) {
      await s.update(key);
      told.push(await s.requested());
    }
    told.push(await s.requested('02T02:05'));
    await s.update('A');
    told.push(await s.requested());
    expect(told).toEqual(requested);
    await s.close();
  },

  async 'au-11-cron-partition'({ expect: { requested, then } }) {
    const partitionsDef = hourly();
    const A = asset({ partitionsDef }, () => 1);
    const s = await Scenario.of({ A, B: when(onCron(everyHour), { partitionsDef, deps: [A] }) });
    await s.requested();
    await s.requested('02T01:05');
    await s.update(['A', '2020-02-01-23:00']);
    expect(await s.requested()).toBe(requested);
    await s.update(['A', '2020-02-02-00:00']);
    const result = await s.evaluate();
    expect([...result.getRequestedPartitions('B')]).toEqual(['2020-02-02-00:00']);
    expect(`latest partition of A updated -> ${result.totalRequested}`).toBe(then);
    await s.close();
  },

  async 'au-12-cron-root'({ given: { ticks }, expect: { requested } }) {
    const s = await Scenario.of({ A: when(onCron(everyHour)) });
    const told: number[] = [];
    for (const tick of ticks) told.push(await s.requested(`02T${tick}`));
    expect(told).toEqual(requested);
    await s.close();
  },

  async 'au-13-cron-observable'({ expect: { requested } }) {
    const A = observableSourceAsset({ automationCondition: onCron(everyHour) }, () => new DataVersion('1'));
    const s = await Scenario.of({ A, B: when(onCron(everyHour), { deps: [A] }) });
    const told: number[] = [];
    for (const now of ['00:55', '01:05', '01:06', '02:05']) told.push(await s.requested(`02T${now}`));
    expect(told).toEqual(requested);
    await s.close();
  },

  async 'au-15-missing-first-eval'({ expect: { requested_first, later_new_latest_partition } }) {
    const partitionsDef = hourly();
    const A = asset({ partitionsDef }, () => 1);
    const s = await Scenario.of({ A, B: when(onMissing(), { partitionsDef, deps: [A] }) });
    await s.update(['A', '2020-02-01-23:00']);
    expect(await s.requested()).toBe(requested_first);
    await s.setTime('02T01:05').update(['A', '2020-02-02-00:00']);
    expect(await s.requested()).toBe(later_new_latest_partition);
    expect(await s.requested()).toBe(0);
    await s.close();
  },

  async 'au-16-missing-no-window'({ expect: { requested } }) {
    const partitionsDef = hourly();
    const A = asset({ partitionsDef }, () => 1);
    const condition = onMissing().without(inLatestTimeWindow());
    const s = await Scenario.of({ A, B: when(condition, { partitionsDef, deps: [A] }) });
    await s.requested();
    await s.requested('02T03:05');
    await s.update(['A', '2020-02-02-00:00'], ['A', '2020-02-02-01:00']);
    expect(await s.requested()).toBe(requested);
    await s.close();
  },
};
