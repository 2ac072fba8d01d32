import { describe, expect, test } from 'vitest';
import {
  asset,
  assetCheck,
  AssetCheckSpec,
  AssetOut,
  AutomationCondition,
  automationConditionSensor,
  defineAssetJob,
  multiAsset,
} from '$lib/definitions';
import {
  conditionHash,
  describeCondition,
  type ConditionSnapshot,
} from '$lib/definitions/automation/condition-snapshot';
import { condition as conditionSchema } from '$lib/location/boundary/condition-schema';
import { collect } from './collect';

const C = AutomationCondition;
const words = (condition: AutomationCondition) => String(condition);
const plain = (condition: AutomationCondition) => condition.tree as ConditionSnapshot;

describe('automation conditions', () => {
  test.each([
    [C.eager(), 'eager'],
    [C.onCron('0 9 * * *', 'Asia/Seoul'), 'on_cron(0 9 * * *, Asia/Seoul)'],
    [C.missing().and(C.newlyUpdated().not()), '(missing and not newly_updated)'],
    [C.missing().or(C.inProgress()), '(missing or in_progress)'],
    [C.missing().since(C.newlyRequested()), '(missing since newly_requested)'],
    [C.missing().newlyTrue(), 'newly_true(missing)'],
    [C.anyDepsMatch(C.missing()), 'any_deps_match(missing)'],
  ])('%s', (condition, text) => {
    expect(words(condition)).toBe(text);
    expect(describeCondition(condition.tree)).toBe(text);
  });

  test('never change, and stand flat in an and, as in Dagster', () => {
    const eager = C.eager();
    const more = eager.and(C.executionFailed().not());
    expect(words(eager)).toBe('eager');
    expect(words(more)).toMatch(
      /^\(in_latest_time_window and .* and not in_progress and not execution_failed\)$/,
    );
    expect(words(more.without(C.anyDepsMissing().not()))).not.toMatch('missing and');
    expect(words(eager.without(C.inLatestTimeWindow()))).toBe('eager');
  });

  test('parts are replaced by what they are, by label and by name, however it is spelled', () => {
    const changed = C.eager().replace(C.anyDepsUpdated(), C.newlyUpdated()).withLabel('x');
    for (const old of ['any_deps_updated', 'anyDepsUpdated'])
      expect(plain(C.eager().replace(old, C.newlyUpdated()).withLabel('x'))).toEqual(plain(changed));
    expect(JSON.stringify(changed.tree)).not.toMatch('any_deps_updated');
    expect(plain(C.eager().replace('no such part', C.missing()))).toEqual(plain(C.eager()));
  });

  test('allow and ignore reach every part that looks around', () => {
    const text = JSON.stringify(C.eager().ignore('group:raw').tree);
    expect(text.match(/"ignore":"group:raw"/g)).toHaveLength(3);
  });

  test('equal conditions have equal hashes, others have others, and all cross the boundary', () => {
    const all = [
      C.eager(), C.onMissing(), C.onCron('0 * * * *'), C.onCron('0 * * * *', 'Asia/Seoul'), C.codeVersionChanged(),
      C.inLatestTimeWindow(), C.inLatestTimeWindow({ hours: 2 }), C.codeVersionOutdated(), C.dataVersionChanged(),
      C.executedWithTags({ tagKeys: ['a'], tagValues: { b: 'c' } }), C.anyDownstreamConditions(), C.isRootExecutable(),
      C.allDepsBlockingChecksPassed(), C.anyChecksMatch(C.checkFailed()), C.eager().ignore('key:a').allow('*'),
      C.initialEvaluation(), C.executionFailed(), C.willBeRequested(), C.backfillInProgress(), C.executionInProgress(),
      C.anyNewUpdateHasRunTags({ tagKeys: ['a'] }), C.allNewUpdatesHaveRunTags({ tagKeys: ['a'] }),
      C.anyJobRootAssetsMatch(C.eager()), C.allJobRootAssetsMatch(C.eager()),
    ]; // prettier-ignore
    expect(new Set(all.map((each) => conditionHash(plain(each)))).size).toBe(all.length);
    expect(conditionHash(plain(C.eager()))).toBe(conditionHash(plain(C.eager())));
    for (const each of all) expect(conditionSchema.parse(each.tree)).toEqual(each.tree);
  });
});

describe('the conditions of a location', () => {
  const eager = C.eager();

  test('stand with assets, outs and checks; selections are text by then', () => {
    const raw = asset(() => 1);
    const { snapshot } = collect({
      raw,
      total: asset({ deps: [raw], automationCondition: eager.ignore([raw]) }, () => 1),
      both: multiAsset(
        {
          automationCondition: eager,
          outs: { a: new AssetOut(), b: new AssetOut({ automationCondition: C.onMissing() }) },
        },
        () => ({ a: 1, b: 2 }),
      ),
      isSmall: assetCheck({ asset: raw, automationCondition: eager }, () => true),
      told: asset(
        { checkSpecs: [new AssetCheckSpec({ name: 'ok', automationCondition: C.onMissing() })] },
        () => 1,
      ),
    });
    expect(snapshot.errors).toEqual([]);
    const labels = [...snapshot.assets, ...snapshot.checks].map((each) => [
      'name' in each ? each.name : each.key,
      each.automationCondition?.label,
    ]);
    expect(Object.fromEntries(labels)).toEqual({
      raw: undefined,
      total: 'eager',
      a: 'eager',
      b: 'on_missing',
      told: undefined,
      ok: 'on_missing',
      isSmall: 'eager',
    });
    const total = snapshot.assets.find(({ key }) => key === 'total')!;
    expect(JSON.stringify(total.automationCondition)).toMatch('"ignore":"key:\\"raw\\""');
  });

  test('their sensors are off and look every 30 s, unless they say otherwise', () => {
    const { snapshot } = collect({
      total: asset({ automationCondition: eager }, () => 1),
      nightly: automationConditionSensor({ target: '*' }),
      eagerly: automationConditionSensor({
        target: 'key:total',
        minimumIntervalSeconds: 5,
        defaultStatus: 'RUNNING',
        runTags: { a: 'b' },
      }),
    });
    expect(snapshot.automationConditionSensors).toMatchObject([
      { name: 'nightly', selection: '*', minimumIntervalSeconds: 30, runTags: {}, isRunning: false },
      {
        name: 'eagerly',
        selection: 'key:total',
        minimumIntervalSeconds: 5,
        runTags: { a: 'b' },
        isRunning: true,
      },
    ]);
  });

  test.each([
    [{ target: '*', name: 'default_automation_condition_sensor' }, /is taken already/],
    [{ target: '*', defaultStatus: 'ON' }, /its defaultStatus is "ON"/],
  ])('a wrong sensor is told', (options, message) => {
    const { snapshot } = collect({ wrong: automationConditionSensor(options as never) });
    expect(snapshot.errors.map((error) => error.message)).toEqual([expect.stringMatching(message)]);
  });

  test('a job asks its root assets, and what asks another asset has it as a selection', () => {
    const a = asset(() => 1);
    const { snapshot } = collect({
      a,
      b: asset({ automationCondition: C.assetMatches(a, C.missing()) }, () => 1),
      work: defineAssetJob({ selection: [a], automationCondition: C.allJobRootAssetsMatch(C.eager()) }),
    });
    expect(snapshot.errors).toEqual([]);
    const [job] = snapshot.jobs;
    expect(describeCondition(job!.automationCondition!)).toBe('all_job_root_assets_match(eager)');
    const other = snapshot.assets.find(({ key }) => key === 'b')!.automationCondition;
    expect(describeCondition(other!)).toBe('asset_matches(key:"a")(missing)');
    for (const each of [job!.automationCondition, other]) expect(conditionSchema.parse(each)).toEqual(each);
  });

  test.each([
    [/asks the job itself missing/, C.eager()],
    [
      /asks the job itself execution_in_progress/,
      C.and(C.anyJobRootAssetsMatch(C.missing()), C.inProgress()),
    ],
    [/asks nothing of its root assets/, C.cronTickPassed('0 0 * * *')],
    [/is only true of jobs/, C.anyJobRootAssetsMatch(C.anyJobRootAssetsMatch(C.missing()))],
    [/its automationCondition is not one/, 'eager' as never],
  ])('of a job is refused: %s', (message, automationCondition) => {
    const a = asset(() => 1);
    const { snapshot } = collect({ a, work: defineAssetJob({ selection: [a], automationCondition }) });
    expect(snapshot.errors.map((error) => error.message)).toEqual([expect.stringMatching(message)]);
  });

  test('an asset has no root assets', () => {
    const { snapshot } = collect({
      a: asset({ automationCondition: C.anyJobRootAssetsMatch(C.missing()) }, () => 1),
    });
    expect(snapshot.errors.map((error) => error.message)).toEqual([
      expect.stringMatching(/any_job_root_assets_match, which is only true of jobs/),
    ]);
  });
});
