import { describe, expect, test } from 'vitest';
import { DagbookError } from '$lib/base/errors';
import type { TickRequest } from '$lib/definitions/tick-request';
import { limits } from '$lib/location/boundary/limits';
import { IsolateLost } from '$lib/location/isolate-lost';
import type { Load } from './isolates';

const kitchen =
  'import { asset, defineAssetJob, resource, schedule, sensor, MaterializeResult, AssetMaterialization, RunRequest, SensorResult, SkipReason } from "dagbook";\n' +
  'export const bread = asset(() => 1);\n' +
  'export const bake = defineAssetJob({ selection: [bread] });';

const noon = Date.UTC(2026, 2, 2, 12);
const plain = { config: {}, env: {} };
const asked = (name: string, more: object = {}): TickRequest => ({ type: 'sensor', name, ...plain, ...more });

/** A cell with the function of the sensor `looks`, in lines. */
const looks = (...lines: readonly string[]) => ({
  kitchen,
  looks: ['export const looks = sensor({ job: bake }, (context) => {', ...lines, '});'].join('\n'),
});

/** What an isolate does with one evaluation of a schedule or sensor. */
export function isolateTickContract(load: Load): void {
  const evaluated = async (cells: Record<string, string>, ...requests: readonly TickRequest[]) => {
    const { isolate, result } = await load(cells);
    expect([...result.errors, ...result.snapshot.errors]).toEqual([]);
    const answers = [];
    for (const request of requests) answers.push(await isolate.evaluateTick(request));
    await isolate.ping();
    isolate.terminate();
    return answers;
  };

  describe('a tick', () => {
    test('of a schedule is told its time, and asks for runs with config, tags and run keys', async () => {
      const cells = {
        kitchen,
        daily: [
          'export const daily = schedule({ cronSchedule: "0 12 * * *", job: bake, tags: { of: "day" } }, ({ scheduledExecutionTime, scheduleName, log }) => {',
          '  log.info(scheduleName);',
          '  return new RunRequest({ runKey: scheduledExecutionTime.toISOString(), runConfig: { ops: { bread: { config: { n: 1n } } } }, tags: { a: "b" } });',
          '});',
        ].join('\n'),
      };
      const request: TickRequest = {
        type: 'schedule',
        name: 'daily',
        scheduledExecutionTime: noon,
        ...plain,
      };
      const [answer] = await evaluated(cells, request);
      expect(answer!.logs).toMatchObject([{ level: 'INFO', message: 'daily' }]);
      expect(answer!.outcome?.runRequests).toMatchObject([
        { jobName: 'bake', runKey: '2026-03-02T12:00:00.000Z', tags: { of: 'day', a: 'b' } },
      ]);
    });

    test('asks the instance beyond its isolate, many questions at once, and hears what is refused', async () => {
      const cells = looks(
        '  const all = Array.from({ length: 50 }, (_, n) => context.instance.hasDynamicPartition("p", String(n)));',
        '  const known = (await Promise.all(all)).filter(Boolean).length;',
        '  const refused = await context.instance.getDynamicPartitions("secret").catch((error) => error.name);',
        '  const wrong = await context.instance.getRuns({ tags: 7 }).catch((error) => error.name);',
        '  const unsent = await context.instance.getRuns({ tags: () => {} }).catch((error) => error.name);',
        '  return new SkipReason([known, refused, wrong, unsent].join());',
      );
      const { isolate } = await load(
        { ...cells, looks: cells.looks.replace('(context)', 'async (context)') },
        {
          askInstance: async (question) => {
            if (question.ask === 'dynamicPartitions' && question.name === 'p') return ['1', '2'];
            throw new DagbookError('no', { name: 'PermissionMissing' });
          },
        },
      );
      const { outcome } = await isolate.evaluateTick(asked('looks'));
      isolate.terminate();
      expect(outcome?.skipReason).toBe('2,PermissionMissing,InvalidQuestion,DataCloneError');
    });

    test('of a sensor is told its cursor and leaves another; nothing left keeps what was there', async () => {
      const cells = looks(
        '  const { cursor, lastRunKey } = context;',
        '  if (cursor === "stay") return new SkipReason("nothing new");',
        '  if (cursor === "empty") context.updateCursor(undefined);',
        '  else context.updateCursor(`${cursor} after ${lastRunKey}`);',
      );
      const answers = await evaluated(
        cells,
        asked('looks'),
        asked('looks', { cursor: '5', lastRunKey: 'k' }),
        asked('looks', { cursor: 'stay' }),
        asked('looks', { cursor: 'empty' }),
      );
      expect(answers.map(({ outcome }) => outcome?.cursor)).toEqual([
        'undefined after undefined',
        '5 after k',
        undefined,
        '',
      ]);
      expect(answers[2]!.outcome?.skipReason).toBe('nothing new');
    });

    test('asks for dynamic partitions, reports what was made elsewhere, and launches for a partition', async () => {
      const cells = looks(
        '  return new SensorResult({',
        '    runRequests: [new RunRequest({ partitionKey: "rye", assetSelection: [bread] })],',
        '    dynamicPartitionsRequests: [{ type: "add", partitionsDefName: "kinds", partitionKeys: ["rye"] }, { type: "delete", partitionsDefName: "kinds", partitionKeys: ["oat"] }],',
        '    assetEvents: [new AssetMaterialization({ assetKey: "flour", metadata: { grams: 500 } })],',
        '    cursor: "2",',
        '  });',
      );
      const [answer] = await evaluated(cells, asked('looks'));
      expect(answer!.outcome).toMatchObject({
        cursor: '2',
        runRequests: [{ partitionKey: 'rye', assetSelection: ['bread'] }],
        dynamicPartitionsRequests: [
          { type: 'add', partitionsDefName: 'kinds', partitionKeys: ['rye'] },
          { type: 'delete', partitionKeys: ['oat'] },
        ],
        assetEvents: [{ event: 'materialization', assetKey: 'flour', metadata: { grams: { value: 500 } } }],
      });
    });

    test('that throws names cell and line, keeps what it had logged, and changes nothing', async () => {
      const cells = {
        ...looks('  context.updateCursor("lost");', '  context.log.warning("about to");', '  return open();'),
        pantry: 'const open = () => {\n  throw new RangeError("no flour");\n};',
      };
      const [answer] = await evaluated(cells, asked('looks'));
      expect(answer).toMatchObject({
        error: { name: 'RangeError', message: 'no flour', at: { cell: 'pantry', line: 2 } },
        logs: [{ level: 'WARNING', message: 'about to' }],
      });
      expect(answer!.outcome).toBeUndefined();
      expect(JSON.stringify(answer)).not.toMatch(/kernel\.js|blob:|data:text/);
    });

    test('has resources of its own, which are torn down; one that cannot be made fails it', async () => {
      const cells = {
        kitchen,
        oven: 'export const oven = resource(function* ({ log }) { yield 200; log.info("cold"); });\nexport const broken = resource(() => { throw new Error("no gas"); });',
        ticks: [
          'export const warm = sensor({ job: bake, resources: ["oven"] }, ({ resources }) => new SkipReason(`${resources.oven}`));',
          'export const cold = sensor({ job: bake, resources: ["broken"] }, () => {});',
        ].join('\n'),
      };
      const [warm, cold] = await evaluated(cells, asked('warm'), asked('cold'));
      expect(warm).toMatchObject({ outcome: { skipReason: '200' }, logs: [{ message: 'cold' }] });
      expect(cold!.error?.message).toContain('no gas');
    });

    test('fails where an error was left that nobody caught, and the next one does not', async () => {
      const cells = looks(
        '  if (!context.cursor) void Promise.reject(new Error("forgotten await"));',
        '  return new SkipReason("done");',
      );
      const [first, next] = await evaluated(cells, asked('looks'), asked('looks', { cursor: '1' }));
      expect(first).toMatchObject({ error: { message: 'forgotten await', at: { cell: 'looks', line: 2 } } });
      expect(first!.outcome).toBeUndefined();
      expect(next).toMatchObject({ outcome: { skipReason: 'done' } });
    });

    test('reads attached files', async () => {
      const { isolate } = await load(
        {
          kitchen,
          looks:
            'export const looks = sensor({ job: bake }, async (context) => new SkipReason(await context.file("news.txt").text()));',
        },
        { attachments: { 'news.txt': 'hash' }, read: async () => new TextEncoder().encode('none today') },
      );
      const { outcome } = await isolate.evaluateTick(asked('looks'));
      expect(outcome?.skipReason).toBe('none today');
      isolate.terminate();
    });

    test.each([
      ['a text', '"run it"', /no RunRequest, SkipReason or SensorResult/],
      ['runs and why there are none', '[new RunRequest(), new SkipReason("no")]', /both a RunRequest and/],
      ['an unknown job', 'new RunRequest({ jobName: "brew" })', /job "brew"/],
      ['too many runs', `Array(${limits.runRequests + 1}).fill(new RunRequest())`, /10001 runs/],
      ['a long run key', `new RunRequest({ runKey: "k".repeat(${limits.name + 1}) })`, /run key/],
      [
        'a long partition',
        `new RunRequest({ partitionKey: "k".repeat(${limits.name + 1}) })`,
        /partition key/,
      ],
      ['a long cursor', `new SensorResult({ cursor: "x".repeat(${limits.cursor + 1}) })`, /cursor/],
      [
        'too much in all',
        'Array(100).fill(new RunRequest({ runConfig: { ops: { a: { config: "x".repeat(1e5) } } } }))',
        /too large/,
      ],
      [
        'a request for partitions with a long key',
        `new SensorResult({ dynamicPartitionsRequests: [{ type: "add", partitionsDefName: "kinds", partitionKeys: ["k".repeat(${limits.name + 1})] }] })`,
        /partition key/,
      ],
    ])('that answers %s fails with a remedy, and the isolate lives', async (_, returned, message) => {
      const [answer] = await evaluated(looks(`  return ${returned};`), asked('looks'));
      expect(answer).toMatchObject({
        error: { name: 'InvalidTick', message: expect.stringMatching(message), remedy: expect.any(String) },
      });
      expect(answer!.outcome).toBeUndefined();
    });

    test('as much as it may answer does arrive', async () => {
      const cells = looks(
        '  if (context.cursor) return new SkipReason("s".repeat(1e6));',
        `  return new SensorResult({ cursor: "x".repeat(${limits.cursor}), runRequests: Array.from({ length: ${limits.runRequests} }, (_, i) => new RunRequest({ runKey: String(i) })) });`,
      );
      const [whole, cut] = await evaluated(cells, asked('looks'), asked('looks', { cursor: '1' }));
      expect(whole!.outcome?.runRequests).toHaveLength(limits.runRequests);
      expect(whole!.outcome?.cursor).toHaveLength(limits.cursor);
      expect(cut!.outcome?.skipReason).toMatch(/^s+… \(cut\)$/);
    });

    test('floods of logs are thinned, and say so', async () => {
      const cells = looks('  for (let i = 0; i < 5_000; i++) context.log.info("x".repeat(20_000));');
      const [answer] = await evaluated(cells, asked('looks'));
      expect(answer!.outcome).toBeDefined();
      expect(answer!.logs.length).toBeLessThan(5_000);
      expect(answer!.logs.at(-1)).toMatchObject({
        level: 'WARNING',
        message: expect.stringContaining('left out'),
      });
    });

    test('of a sensor that the notebook does not have is an error that says so', async () => {
      const [answer] = await evaluated({ kitchen }, asked('gone'));
      expect(answer!.error).toMatchObject({ name: 'UnknownAutomation', message: /"gone"/ });
    });

    test('that never ends is ended by terminate, and its neighbour lives', async () => {
      const cells = looks('  for (;;);');
      const [spinning, neighbour] = [await load(cells), await load(looks('  return [];'))];
      const tick = spinning.isolate.evaluateTick(asked('looks'));
      const waiting = expect(tick).rejects.toBeInstanceOf(IsolateLost);
      await neighbour.isolate.evaluateTick(asked('looks'));
      spinning.isolate.terminate();
      await waiting;
      expect((await neighbour.isolate.evaluateTick(asked('looks'))).outcome).toBeDefined();
      neighbour.isolate.terminate();
    });
  });
}
