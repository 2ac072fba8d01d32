import { describe, expect, onTestFinished, test } from 'vitest';
import {
  asset,
  AutomationCondition,
  DailyPartitionsDefinition,
  defineAssetJob,
  StaticPartitionsDefinition,
} from '$lib/definitions';
import { Scenario, when } from './scenario';

const C = AutomationCondition;
const any = C.anyJobRootAssetsMatch;
const all = C.allJobRootAssetsMatch;

async function scenario(defs: object, now?: string) {
  const s = await Scenario.of(defs, now);
  onTestFinished(() => s.close());
  return s;
}

/** Two root assets, and one that depends on both. */
const diamond = (condition: AutomationCondition) => {
  const [a, b] = [asset(() => 1), asset(() => 1)];
  const down = asset({ deps: [a, b] }, () => 1);
  return { a, b, down, work: defineAssetJob({ selection: [a, b, down], automationCondition: condition }) };
};

describe('the root assets alone decide (Dagster)', () => {
  test.each([
    ['all', all(C.missing()), [1, 0, 0]],
    ['any', any(C.missing()), [1, 1, 0]],
    ['not', all(C.missing()).not(), [0, 1, 1]],
  ])('%s', async (_name, condition, requested) => {
    const s = await scenario(diamond(condition));
    const told = [await s.requested()];
    for (const key of ['a', 'b']) {
      await s.update(key);
      told.push(await s.requested());
    }
    expect(told).toEqual(requested);
  });

  test('what is made of an asset that is no root does not count', async () => {
    const s = await scenario(diamond(all(C.missing())));
    await s.update('down');
    const result = await s.evaluate();
    expect(result.getNumRequested({ job: 'work' })).toBe(1);
    expect(result.results.map(({ key, job, tree }) => [key, job, tree.entity])).toEqual([
      ['', 'work', 'work'],
    ]);
  });
});

test('a job that is eager: one request for each update, which the job has handled then, made or not', async () => {
  const up = asset(() => 1);
  const [x, y] = [asset({ deps: [up] }, () => 1), asset({ deps: [up] }, () => 1)];
  const s = await scenario({
    up,
    x,
    y,
    work: defineAssetJob({ selection: [x, y], automationCondition: all(C.eager()) }),
  });
  const told = [await s.requested()];
  await s.update('up');
  told.push(await s.requested(), await s.requested());
  await s.update('up');
  told.push(await s.requested(), await s.requested());
  expect(told).toEqual([0, 1, 0, 1, 0]);
});

test('assets and a job with conditions: the job waits for what is made by runs of its own', async () => {
  const source = asset(() => 1);
  const x = when(C.eager(), { deps: [source] });
  const b = asset({ deps: [x] }, () => 1);
  const c = asset({ deps: [b] }, () => 1);
  const work = defineAssetJob({ selection: [b, c], automationCondition: all(C.eager()) });
  const s = await scenario({ source, x, b, c, work });
  await s.requested();
  await s.update('source');
  const first = await s.evaluate();
  expect([first.getNumRequested('x'), first.getNumRequested({ job: 'work' })]).toEqual([1, 0]);
  await s.update('x');
  const second = await s.evaluate();
  expect([second.getNumRequested('x'), second.getNumRequested({ job: 'work' })]).toEqual([0, 1]);
});

describe('partitions', () => {
  const partitionsDef = new StaticPartitionsDefinition(['p1', 'p2']);
  const mixed = (condition: AutomationCondition) => {
    const part = asset({ partitionsDef }, () => 1);
    const whole = asset(() => 1);
    return {
      part,
      whole,
      work: defineAssetJob({ selection: [part, whole], automationCondition: condition }),
    };
  };

  test.each([
    ['all', all(C.missing()), [2, 0, 0]],
    ['any', any(C.missing()), [2, 2, 1]],
  ])('a root without partitions counts for each of them: %s', async (_name, condition, requested) => {
    const s = await scenario(mixed(condition));
    const told = [await s.requested()];
    await s.update('whole');
    told.push(await s.requested());
    await s.update(['part', 'p1']);
    told.push(await s.requested());
    expect(told).toEqual(requested);
  });

  test('one run of the whole job for each partition, with its tag', async () => {
    const s = await scenario({ ...mixed(any(C.missing())) });
    const sensor = { location: 'definitions', name: 'default_automation_condition_sensor' };
    await s.instance.switchInstigator(sensor, 'RUNNING');
    await s.instance.advance(0);
    const runs = await s.instance.listRuns({ jobName: 'work' });
    expect(runs.map(({ tags }) => tags['dagster/partition']).sort()).toEqual(['p1', 'p2']);
    for (const { id } of runs) expect((await s.ended(id)).status).toBe('SUCCESS');
    const job = { location: 'definitions', name: 'work' };
    const [newest] = (await s.instance.evaluations(job)).filter(({ requested }) => requested > 0);
    expect(newest).toMatchObject({ assetKey: '', job: 'work', requested: 2 });
    expect([...newest!.runIds].sort()).toEqual(runs.map(({ id }) => id).sort());
    expect(await s.instance.evaluations({ ...job, location: 'other' })).toEqual([]);
    expect(await s.instance.previewCondition(job)).toMatchObject({ job: 'work', isRunning: true });
  });

  test('the latest time window of the job, and a cron tick for it', async () => {
    const daily = asset(
      { partitionsDef: new DailyPartitionsDefinition({ startDate: '2020-01-31' }) },
      () => 1,
    );
    const condition = C.and(C.inLatestTimeWindow(), C.cronTickPassed('0 * * * *'), any(C.missing()));
    const s = await scenario({
      daily,
      work: defineAssetJob({ selection: [daily], automationCondition: condition }),
    });
    expect(await s.keys({ job: 'work' })).toEqual([]);
    s.setTime('02T01:05');
    expect(await s.keys({ job: 'work' })).toEqual(['2020-02-01']);
    expect(await s.keys({ job: 'work' })).toEqual([]);
  });
});
