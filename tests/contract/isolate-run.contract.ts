import { describe, expect, test } from 'vitest';
import type { ResourcesRequest } from '$lib/location/step-protocol';
import { said, type Load } from './isolates';
import { run } from './run-step';

/** What an isolate holds for a run: its resources, IO managers, hooks and config, all of them from cells. */
export function isolateRunContract(load: Load): void {
  describe('a run', () => {
    test('has its resources once, in order, also those that a step sets up; they are torn down in reverse', async () => {
      const { isolate, result, bundle } = await load({ warehouse });
      expect(result).toMatchObject({ errors: [], snapshot: { errors: [] } });
      const found = result.snapshot.resources.map(({ key, type, requires }) => [key, type, ...requires]);
      expect(found.sort()).toEqual([
        ['db', 'resource', 'net'],
        ['lake', 'ioManager'],
        ['net', 'resource'],
      ]);
      expect(await isolate.openRun({ ...opened, keys: ['net'] })).toBeUndefined();
      const first = await run(isolate, {
        bundle,
        node: 'trace',
        resources: { ...opened, keys: ['net', 'db'] },
      });
      expect(said(first.heard)).toEqual([
        'resourcesStarting',
        'resourcesReady',
        'started',
        'output',
        'succeeded',
      ]);
      expect(first.heard[0]).toMatchObject({ resources: ['db'] });
      expect(await isolate.closeRun('run')).toEqual([]);
      const after = await run(isolate, { bundle, node: 'trace', runId: 'next', resources: opened });
      const all = ['net+', 'db+ on net', 'trace', 'db-', 'net-'];
      expect(after.value).toEqual([...all, 'net+', 'db+ on net', 'trace']);
      isolate.terminate();
    });

    test('leaves what its resources keep in the store that they name', async () => {
      const { isolate, bundle } = await load({
        shelf: `import { resource, asset } from "dagbook";
          export const shelf = resource({ store: "memory" }, async ({ store }) => {
            const [before = 0] = (await store.read("jars")) ?? [];
            await store.write("jars", new Uint8Array([before + 1]));
            return before + 1;
          });
          export const jars = asset({ resources: { shelf } }, (_, { resources }) => resources.shelf);`,
      });
      const resources = { keys: ['shelf'] };
      const jars = async (runId: string) =>
        (await run(isolate, { bundle, node: 'jars', runId, resources })).value;
      expect(await isolate.openRun({ ...opened, runId: 'a', ...resources })).toBeUndefined();
      expect([await jars('a'), await jars('b')]).toEqual([1, 2]);
      isolate.terminate();
    });

    test('cannot be opened where a resource fails: cell and line are told, and what was set up is torn down', async () => {
      const { isolate, bundle } = await load({
        a: 'import { resource, asset } from "dagbook";\nexport const ends = [];\nexport const first = resource(function* () { yield 1; ends.push("first"); });',
        bad: 'export const broken = resource({ requires: ["first"] }, () => {\n  throw new TypeError("no route");\n});\nexport const told = asset(() => ends);',
      });
      const keys = ['first', 'broken'];
      expect(await isolate.openRun({ ...opened, keys })).toMatchObject({
        name: 'ResourceInitFailed',
        message: 'Resource "broken" could not be set up: no route',
        at: { cell: 'bad', line: 2 },
        cause: { name: 'TypeError' },
      });
      const { heard } = await run(isolate, { bundle, node: 'told', resources: { keys } });
      expect(said(heard)).toEqual(['resourcesStarting', 'resourcesFailed', 'failed']);
      expect((await run(isolate, { bundle, node: 'told' })).value).toEqual(['first', 'first']);
      isolate.terminate();
    });

    test('keeps values by an IO manager of the notebook in a store of the host', async () => {
      const { isolate, bundle } = await load({ warehouse });
      const resources = { keys: ['lake'] };
      const output = { name: 'result', assetKey: 'p/a', isRequired: true, ioManagerKey: 'lake', path: 'p/a' };
      const made = await run(isolate, { bundle, node: 'p__a', resources, outputs: [output] });
      expect(made.heard.find(({ type }) => type === 'output')).toMatchObject({
        handled: true,
        metadata: { path: { type: 'path', value: 'p/a' } },
      });
      const value = {
        type: 'load',
        ioManagerKey: 'lake',
        path: 'p/a',
        assetKey: 'p/a',
        metadata: {},
      } as const;
      const read = await run(isolate, { bundle, node: 'sum', resources, sent: [{ name: 'a', value }] });
      expect(read.value).toBe(6);
      const lost = { ...value, path: 'p/b' };
      const { heard } = await run(isolate, {
        bundle,
        node: 'sum',
        resources,
        sent: [{ name: 'a', value: lost }],
      });
      expect(heard.at(-1)).toMatchObject({
        type: 'failed',
        error: { message: expect.stringContaining('(asset p/a) from p/b: nothing there') },
      });
      isolate.terminate();
    });

    test('reads many files and writes many paths at once, more than the host answers at a time', async () => {
      const { isolate, bundle } = await load({
        a: [
          'import { asset, ioManager } from "dagbook";',
          'export const many = ioManager(() => ({',
          '  async handleOutput({ store, path }, count) {',
          '    const names = Array.from({ length: count }, (_, n) => `${path}/${n}`);',
          '    await Promise.all(names.map((name) => store.write(name, new Uint8Array([1, 2]))));',
          '    for (const name of names.slice(2)) await store.remove(name);',
          '  },',
          '  async loadInput({ store, path }) {',
          '    return [await store.list(path), [...(await store.read(`${path}/1`))], await store.read(`${path}/2`)];',
          '  },',
          '}));',
          'export const made = asset({ ioManagerKey: "many" }, () => 500);',
          'export const read = asset({ ins: { made } }, ({ made }) => made);',
        ].join('\n'),
      });
      const resources = { keys: ['many'] };
      const outputs = [
        { name: 'result', assetKey: 'made', isRequired: true, ioManagerKey: 'many', path: 'made' },
      ];
      expect(said((await run(isolate, { bundle, node: 'made', resources, outputs })).heard).at(-1)).toBe(
        'succeeded',
      );
      const value = { type: 'load', ioManagerKey: 'many', path: 'made', metadata: {} } as const;
      const { value: found } = await run(isolate, {
        bundle,
        node: 'read',
        resources,
        sent: [{ name: 'made', value }],
      });
      expect(found).toEqual([['made/0', 'made/1'], [1, 2], undefined]);
      isolate.terminate();
    });

    test('keeps values by the built-in IO managers; where a store is not there, what to use is told', async () => {
      const { isolate, bundle } = await load({
        a: [
          'import { asset, inMemoryIOManager, opfsIOManager } from "dagbook";',
          'export const memory = inMemoryIOManager({ baseDir: "base" });',
          'export const opfs = opfsIOManager();',
          'export const made = asset({ ioManagerKey: "memory" }, () => new Map([[1, 2n]]));',
          'export const read = asset({ ins: { made } }, ({ made }) => made);',
        ].join('\n'),
      });
      const resources = { keys: ['memory', 'opfs'] };
      const output = { name: 'result', assetKey: 'made', isRequired: true, path: 'made' };
      const stored = (ioManagerKey: string) =>
        run(isolate, { bundle, node: 'made', resources, outputs: [{ ...output, ioManagerKey }] });
      expect((await stored('memory')).heard.find(({ type }) => type === 'output')).toMatchObject({
        metadata: { path: { value: 'base/made' } },
      });
      const value = { type: 'load', ioManagerKey: 'memory', path: 'made', metadata: {} } as const;
      const read = await run(isolate, { bundle, node: 'read', resources, sent: [{ name: 'made', value }] });
      expect(read.value).toEqual(new Map([[1, 2n]]));
      expect((await stored('opfs')).heard.at(-1)).toMatchObject({
        error: {
          message: expect.stringContaining('no store "opfs" on this platform'),
          remedy: expect.stringContaining('inMemoryIOManager'),
        },
      });
      isolate.terminate();
    });

    test('has its config checked before it starts, all that is wrong at once, by schemas of zod', async () => {
      const { isolate, bundle } = await load({ configured });
      const ask = (config: object) =>
        isolate.validateConfig({
          config: config as never,
          env: {},
          steps: [{ key: 'sized', op: 'sized', configInputs: [] }],
          resources: ['api'],
        });
      const good = { ops: { sized: { config: { n: 3 } } }, resources: { api: { config: { url: 'u' } } } };
      expect(await ask(good)).toEqual([]);
      const issues = await ask({ ops: { sized: { config: { n: 'x', m: 1 } } }, extra: {} });
      expect(issues.map(({ path }) => path).sort()).toEqual([
        'root',
        'root',
        'root:ops:sized:config',
        'root:ops:sized:config:n',
      ]);
      const resources = { config: good };
      const sized = await run(isolate, { bundle, node: 'sized', resources });
      expect(sized.value).toEqual({ n: 3, unit: 'g' });
      // Nothing else: it does not try to compile schemas, which a policy would forbid and tell.
      expect(said(sized.heard)).toEqual(['started', 'output', 'succeeded']);
      isolate.terminate();
    });

    test('calls hooks after the end of its steps', async () => {
      const { isolate, bundle } = await load({
        a: [
          'import { asset, failureHook, successHook } from "dagbook";',
          'export const good = asset(() => 1);',
          'export const bad = asset(() => { throw new Error("burnt"); });',
          'export const cheer = successHook(({ log, outputs }) => log.info(`made ${outputs.result}`));',
          'export const alarm = failureHook(({ error }) => {',
          '  throw new Error(`too loud: ${error.message}`);',
          '});',
        ].join('\n'),
      });
      const hooks = ['cheer', 'alarm'];
      const good = (await run(isolate, { bundle, node: 'good', hooks })).heard;
      expect(good.slice(-2)).toMatchObject([
        { type: 'log', message: 'made 1' },
        { type: 'succeeded', hooks: [{ outcome: 'completed' }, { name: 'alarm', outcome: 'skipped' }] },
      ]);
      const bad = (await run(isolate, { bundle, node: 'bad', hooks })).heard.at(-1);
      expect(bad).toMatchObject({
        type: 'failed',
        error: { message: 'burnt', at: { cell: 'a', line: 3 } },
        hooks: [
          { outcome: 'skipped' },
          { outcome: 'errored', error: { message: 'too loud: burnt', at: { cell: 'a', line: 6 } } },
        ],
      });
      isolate.terminate();
    });
  });
}

const opened: ResourcesRequest = { runId: 'run', keys: ['net', 'db'], config: {}, env: {} };

const warehouse = [
  'import { asset, ioManager, MetadataValue, resource } from "dagbook";',
  'const calls = [];',
  'export const net = resource(async function* () { calls.push("net+"); yield "net"; calls.push("net-"); });',
  'export const db = resource({ requires: ["net"] }, function* ({ resources }) {',
  '  calls.push(`db+ on ${resources.net}`);',
  '  yield "db";',
  '  calls.push("db-");',
  '});',
  'export const lake = ioManager(() => ({',
  '  async handleOutput({ store, path, encode, addOutputMetadata }, value) {',
  '    await store.write(path, await encode(value));',
  '    addOutputMetadata({ path: MetadataValue.path(path) });',
  '  },',
  '  async loadInput({ store, path, decode }) {',
  '    const bytes = await store.read(path);',
  '    if (!bytes) throw new Error("nothing there");',
  '    return decode(bytes);',
  '  },',
  '}));',
  'export const trace = asset({ resources: ["db"] }, () => { calls.push("trace"); return calls; });',
  'export const a = asset({ keyPrefix: "p", ioManagerKey: "lake" }, () => Int32Array.of(1, 2, 3));',
  'export const sum = asset({ ins: { a } }, ({ a }) => a.reduce((x, y) => x + y));',
].join('\n');

const configured = [
  'import { asset, resource } from "dagbook";',
  'import { z } from "zod";',
  'import * as all from "zod";',
  'if (all.z !== z) throw new Error("zod was evaluated twice");',
  'export const api = resource({ configSchema: z.object({ url: z.string() }) }, ({ config }) => config.url);',
  'const configSchema = z.object({ n: z.number(), unit: z.enum(["g", "kg"]).default("g") });',
  'export const sized = asset({ configSchema, resources: ["api"] }, (_, { config }) => config);',
].join('\n');
