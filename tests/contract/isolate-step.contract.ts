import { describe, expect, test } from 'vitest';
import { decodeValue } from '$lib/artifacts/codecs/decode-value';
import { encodeValue } from '$lib/artifacts/codecs/encode-value';
import { limits } from '$lib/location/boundary/limits';
import { bakery, said, type Load } from './isolates';
import { run } from './run-step';

/** What an isolate does with one step. */
export function isolateStepContract(load: Load): void {
  describe('a step', () => {
    test('gets its inputs and gives its output with metadata', async () => {
      const { isolate, bundle } = await load(bakery);
      const { heard, value } = await run(isolate, {
        bundle,
        node: 'dough',
        inputs: { flour: [{ grams: 500 }] },
      });
      expect(value).toEqual([{ grams: 500, water: 325 }]);
      expect(said(heard)).toEqual(['started', 'input', 'log', 'output', 'succeeded']);
      expect(heard[3]).toMatchObject({ metadata: { count: { type: 'int', value: 1 } } });
      isolate.terminate();
    });

    test('that throws names cell and line, with its cause and without our own frames', async () => {
      const { isolate, bundle } = await load({
        kitchen:
          'import { asset } from "dagbook";\nconst bake = () => {\n  throw new RangeError("burnt");\n};',
        bread: [
          'export const bread = asset(() => {',
          '  try {',
          '    bake();',
          '  } catch (cause) {',
          '    throw new Error("no bread", { cause });',
          '  }',
          '});',
        ].join('\n'),
      });
      const { heard } = await run(isolate, { bundle, node: 'bread' });
      expect(heard.at(-1)).toMatchObject({
        type: 'failed',
        error: {
          message: 'no bread',
          at: { cell: 'bread', line: 5 },
          cause: { name: 'RangeError', at: { cell: 'kitchen', line: 3 } },
        },
      });
      expect(JSON.stringify(heard.at(-1))).not.toMatch(/kernel\.js|blob:|data:text/);
      isolate.terminate();
    });

    test('yields outputs as they come', async () => {
      const { isolate, bundle } = await load({
        split: [
          'import { multiAsset, AssetOut, MaterializeResult } from "dagbook";',
          'export const split = multiAsset({ outs: { a: new AssetOut(), b: new AssetOut() } }, async function* () {',
          '  yield new MaterializeResult({ assetKey: "a", value: 1 });',
          '  yield new MaterializeResult({ assetKey: "b", value: new Map([[1, 2n]]), dataVersion: "v" });',
          '});',
        ].join('\n'),
      });
      const { heard } = await run(isolate, { bundle, node: 'split', outputs: ['a', 'b'] });
      const values = heard.flatMap((message) =>
        message.type === 'output' ? [decodeValue(message.value!)] : [],
      );
      expect(values).toEqual([1, new Map([[1, 2n]])]);
      const onlyA = await run(isolate, { bundle, node: 'split', outputs: ['a'] });
      expect(said(onlyA.heard)).toEqual(['started', 'output', 'failed']);
      isolate.terminate();
    });

    test('takes and gives a hundred large partitions at once', async () => {
      const keys = Array.from({ length: 100 }, (_, at) => String(at));
      const { isolate, bundle } = await load({
        copies: [
          'import { asset, StaticPartitionsDefinition } from "dagbook";',
          `const partitionsDef = new StaticPartitionsDefinition(${JSON.stringify(keys)});`,
          'export const rows = asset({ partitionsDef }, () => {});',
          'export const copies = asset({ partitionsDef, ins: { rows } }, ({ rows }) => rows);',
        ].join('\n'),
      });
      const large = (key: string) => new Uint8Array(100_000).fill(Number(key));
      const items = Object.fromEntries(
        keys.map((key) => [key, { type: 'bytes', value: encodeValue(large(key)) }] as const),
      );
      const { heard } = await run(isolate, {
        bundle,
        node: 'copies',
        sent: [{ name: 'rows', value: { type: 'partitions', items } }],
        partitions: { keys },
      });
      expect(heard.at(-1)).toEqual(expect.objectContaining({ type: 'succeeded' }));
      const given = heard.flatMap((message) =>
        message.type === 'output' ? [decodeValue(message.value!) as Uint8Array] : [],
      );
      expect(given.map((bytes) => [bytes.length, bytes.at(-1)])).toEqual(
        keys.map((key) => [100_000, Number(key)]),
      );
      isolate.terminate();
    });

    test('writes to the console and the log; floods are thinned, and say so', async () => {
      const { isolate, bundle } = await load({
        noisy: [
          'import { asset } from "dagbook";',
          'export const noisy = asset((_, { log }) => {',
          '  console.log("rows", [{ a: 1n }], new Map([["k", null]]));',
          '  console.error(new Error("bad row"));',
          '  log.warning("x".repeat(1e6));',
          '  for (let i = 0; i < 50_000; i++) { console.log("flood"); log.debug("flood"); }',
          '  return 1;',
          '});',
        ].join('\n'),
      });
      const { heard } = await run(isolate, { bundle, node: 'noisy' });
      expect(heard[1]).toMatchObject({ stream: 'stdout', text: 'rows [{"a":"1n"}] {"k":null}' });
      expect(heard[2]).toMatchObject({ stream: 'stderr', text: expect.stringContaining('bad row') });
      expect((heard[3] as { message: string }).message.length).toBeLessThanOrEqual(limits.text);
      expect(heard.length).toBeLessThan(limits.messages);
      const notices = heard.filter(
        (message) => message.type === 'log' && message.message.includes('left out'),
      );
      expect(notices).toHaveLength(2);
      expect(heard.at(-1)!.type).toBe('succeeded');
      isolate.terminate();
    });

    test('reads attached files, and only those', async () => {
      const { isolate, bundle } = await load(
        {
          recipes: [
            'import { asset } from "dagbook";',
            'export const recipes = asset(async (_, context) => ({',
            '  good: await context.file("recipes.json").json(),',
            '  bad: await context.file("/etc/passwd").text().catch((error) => error.message),',
            '}));',
          ].join('\n'),
        },
        { attachments: { 'recipes.json': 'hash' }, read: async () => new TextEncoder().encode('["bread"]') },
      );
      const { value } = await run(isolate, { bundle, node: 'recipes' });
      expect(value).toEqual({ good: ['bread'], bad: expect.stringContaining('/etc/passwd') });
      isolate.terminate();
    });

    test('fails when an error was left that nobody caught; one that comes late is told to the next step', async () => {
      const { isolate, bundle } = await load({
        a: [
          'import { asset } from "dagbook";',
          'export const careless = asset(() => { void Promise.reject(new Error("forgotten await")); return 1; });',
          'export const late = asset((_, { log }) => {',
          '  setTimeout(() => { log.info("too late"); console.log("too late"); throw new Error("late"); });',
          '  return 1;',
          '});',
          'export const slow = asset(async () => { await new Promise((resolve) => setTimeout(resolve, 20)); return 1; });',
          'export const calm = asset(() => 1);',
        ].join('\n'),
      });
      const careless = await run(isolate, { bundle, node: 'careless' });
      expect(careless.heard.at(-1)).toMatchObject({ type: 'failed', error: { message: 'forgotten await' } });
      const late = await run(isolate, { bundle, node: 'late' });
      const slow = await run(isolate, { bundle, node: 'slow' });
      expect(JSON.stringify([late.heard, slow.heard])).toContain('late');
      expect((await run(isolate, { bundle, node: 'calm' })).heard.at(-1)!.type).toBe('succeeded');
      isolate.terminate();
    });

    test('handed over while another executes has its turn after it, with its own inputs and its own errors', async () => {
      const { isolate, bundle } = await load({
        a: [
          'import { asset } from "dagbook";',
          'export const slow = asset(async () => { await new Promise((resolve) => setTimeout(resolve, 20)); return 1; });',
          'export const careless = asset(() => { void Promise.reject(new Error("forgotten await")); return 1; });',
          'export const double = asset({ ins: { slow } }, ({ slow }) => { if (slow < 0) throw new Error("no"); return slow * 2; });',
        ].join('\n'),
      });
      const order: string[] = [];
      const step = async (node: string, inputs: Record<string, unknown> = {}) => {
        const { heard, value } = await run(isolate, { bundle, node, inputs });
        order.push(node);
        return { end: heard.at(-1)!.type, value };
      };
      const ends = await Promise.all([
        step('slow'),
        step('careless'),
        step('double', { slow: 2 }),
        step('double', { slow: -1 }),
        step('double', { slow: 4 }),
      ]);
      expect(order).toEqual(['slow', 'careless', 'double', 'double', 'double']);
      expect(ends).toMatchObject([
        { end: 'succeeded' },
        { end: 'failed' },
        { end: 'succeeded', value: 4 },
        { end: 'failed' },
        { end: 'succeeded', value: 8 },
      ]);
      isolate.terminate();
    });

    test.each([
      ['metadata that is too large', 'new MaterializeResult({ metadata: many })', 'InvalidMetadata'],
      ['a value that cannot be stored', '{ f: () => 1 }', 'ValueNotStorable'],
      [
        'a data version that is too large',
        'new MaterializeResult({ dataVersion: "x".repeat(5e6) })',
        'InvalidMetadata',
      ],
    ])('with %s fails, and the isolate lives', async (_, returned, name) => {
      const many = 'Object.fromEntries(Array.from({ length: 40 }, (_, i) => ["m" + i, "x".repeat(200_000)]))';
      const { isolate, bundle } = await load({
        a: `import { asset, MaterializeResult } from "dagbook";\nexport const a = asset(() => { const many = ${many}; return ${returned}; });`,
      });
      const { heard } = await run(isolate, { bundle, node: 'a' });
      expect(heard.at(-1)).toMatchObject({ type: 'failed', error: { name, remedy: expect.any(String) } });
      await isolate.ping();
      isolate.terminate();
    });

    test('of another version of the notebook is refused', async () => {
      const { isolate } = await load(bakery);
      const { heard } = await run(isolate, { bundle: 'another', node: 'flour' });
      expect(heard.at(-1)).toMatchObject({ type: 'failed', error: { name: 'BundleNotLoaded' } });
      isolate.terminate();
    });

    test('Arrow tables go in and out where a cell imports Arrow', async () => {
      const { isolate, bundle, result } = await load({
        a: [
          'import { asset } from "dagbook";',
          'import { tableFromArrays } from "apache-arrow";',
          'export const table = asset(() => tableFromArrays({ n: Int32Array.of(1, 2, 3) }));',
          'export const total = asset({ ins: { table } }, ({ table }) => table.getChild("n").toArray().reduce((a, b) => a + b));',
        ].join('\n'),
      });
      expect(result.errors).toEqual([]);
      const { heard } = await run(isolate, { bundle, node: 'table' });
      const table = heard.find((message) => message.type === 'output')!.value!;
      expect(table.codec).toBe('arrow');
      const { value } = await run(isolate, {
        bundle,
        node: 'total',
        sent: [{ name: 'table', value: { type: 'bytes', value: table } }],
      });
      expect(value).toBe(6);
      isolate.terminate();
    });
  });
}
