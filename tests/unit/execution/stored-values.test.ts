import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunConfig } from '$lib/definitions/snapshot';
import type { EventOf } from '$lib/events/event';
import { assetWiped } from '$lib/events/run-event-makers';
import type { Run } from '$lib/storage/storage';
import { workbench, type Workbench } from './workbench';

let bench: Workbench;
afterAll(() => bench.close());
beforeAll(async () => {
  bench = await workbench(`
const text = (bytes) => new TextDecoder().decode(bytes);
export const shouting = ioManager(() => ({
  async handleOutput(context, value) {
    context.addOutputMetadata({ letters: value.length });
    await context.store.write(context.path, new TextEncoder().encode(value.toUpperCase()));
  },
  loadInput: async (context) => text(await context.store.read(context.path)),
}));
export const word = asset({ keyPrefix: 'p', ioManagerKey: 'shouting' }, () => 'hello');
export const read = asset({ ins: { word } }, ({ word }) => word + '!');
const say = op({ out: new Out({ ioManagerKey: 'shouting' }) }, () => 'an op');
const hear = op(({ said }) => said);
export const ops = job(() => { hear({ said: say() }); });
let calls = 0;
export const source = asset(() => new MaterializeResult({ value: 7, metadata: { calls: ++calls } }));
export const twice = asset({ ins: { source } }, ({ source }) => source * 2);
export const changing = asset(() => Math.random());
export const after = asset({ ins: { changing } }, ({ changing }) => changing > 2);
const fetched = op(() => [3, 1, 2]);
const sorted = op(({ list }) => [...list].sort());
export const recipes = graphAsset(() => sorted({ list: fetched() }));
const split = op({ outs: { low: new Out(), high: new Out() } }, ({ list }) => [list.slice(0, 2), list.slice(2)]);
export const halves = graphMultiAsset({ outs: { low: new AssetOut(), high: new AssetOut() }, ins: { recipes } }, ({ recipes }) => split({ list: recipes }));
const letters = new StaticPartitionsDefinition(['a', 'b']);
export const upper = asset({ partitionsDef: letters }, (_, { partitionKey }) => partitionKey + ++calls);
export const lengths = graphAsset({ ins: { upper }, partitionsDef: letters }, ({ upper }) => sorted({ list: op({ name: 'parts' }, ({ upper }) => [...upper])({ upper }) }));
export const tally = asset({ deps: [upper], partitionsDef: letters }, () => 1);
const shift = op(({ x, late }) => [x, late]);
const begin = op(() => 0);
export const late = asset({ deps: [changing] }, () => ++calls);
export const shifted = graphAsset({ ins: { late } }, ({ late }) => shift({ x: begin(), late }));
const numbers = op({ out: new DynamicOut() }, ({ late }) => [1, 2].map((n) => new DynamicOutput({ value: n * late, mappingKey: 'k' + n })));
const double = op(({ n }) => n * 2);
const total = op(({ all }) => all.reduce((a, b) => a + b, 0));
export const summed = graphAsset({ ins: { late } }, ({ late }) => total({ all: numbers({ late }).map((n) => double({ n })).collect() }));
export const some = multiAsset({ outs: { x: new AssetOut({ isRequired: false }), y: new AssetOut({ isRequired: false }) }, canSubset: true },
  function* (_, { selectedAssetKeys }) {
    for (const assetKey of ['x', 'y']) if (selectedAssetKeys.includes(assetKey)) yield new MaterializeResult({ assetKey, value: assetKey });
  });
const schema = (defaults) => ({ '~standard': { version: 1, vendor: 'test', validate: (given) => ({ value: { ...defaults, ...given } }) } });
const size = schema({ n: 5 });
export const scaled = asset({ ins: { source }, configSchema: size }, ({ source }, { config }) => source * config.n);
export const place = resource({ configSchema: schema({ url: '' }) }, ({ config }) => config.url);
export const placed = asset({ resources: { place } }, (_, { resources }) => resources.place);
const grow = op({ configSchema: size }, ({ x }, { config }) => x + config.n);
export const grown = graphAsset(() => grow({ x: begin() }));
export const whole = multiAsset({ outs: { c: new AssetOut(), dd: new AssetOut() } }, () => ({ c: 1, dd: 2 }));
`);
});

async function drive(what: readonly string[] | string, more = {}) {
  const run = await bench.launch(what, { type: 'in_process' }, more);
  return { run, status: await bench.drive(run) };
}

const wiped = (assetKey: string) => assetWiped({ runId: '', timestamp: Date.now() }, assetKey);

async function valueOf(key: string): Promise<unknown> {
  const { value } = (await bench.storage.materializations(key))[0]!.data;
  return JSON.parse(new TextDecoder().decode(await bench.storage.getValue(value!.hash)));
}

const ended = async (run: Run) =>
  (await bench.events(run))
    .filter(({ type }) => type === 'STEP_SUCCESS' || type === 'STEP_REUSED')
    .map(({ stepKey, type }) => `${stepKey}:${type}`);

describe('an IO manager of the notebook', () => {
  test('stores an asset at its path and loads it, also in a later run', async () => {
    const { run, status } = await drive(['p/word', 'read']);
    expect(status).toBe('SUCCESS');
    expect(new TextDecoder().decode(await bench.paths.read('p/word'))).toBe('HELLO');
    expect(await valueOf('read')).toBe('HELLO!');
    const events = await bench.events(run);
    const handled = events.find(({ type }) => type === 'HANDLED_OUTPUT') as EventOf<'HANDLED_OUTPUT'>;
    expect(handled.data).toMatchObject({ ioManagerKey: 'shouting' });
    expect((await bench.storage.materializations('p/word'))[0]!.data).toMatchObject({
      metadata: { letters: { value: 5 } },
      ioManagerKey: 'shouting',
    });
    expect((await drive(['read'])).status).toBe('SUCCESS');
  });

  test('stores what is no asset under run, step and output', async () => {
    const { run, status } = await drive('ops');
    expect(status).toBe('SUCCESS');
    expect(new TextDecoder().decode(await bench.paths.read(`${run.id}/say/result`))).toBe('AN OP');
  });
});

describe('reuse', () => {
  test('what has not changed is not executed again, and says so', async () => {
    const first = await drive(['source', 'twice'], { reuse: true });
    expect(await ended(first.run)).toEqual(['source:STEP_SUCCESS', 'twice:STEP_SUCCESS']);
    const second = await drive(['source', 'twice'], { reuse: true });
    expect(second.status).toBe('SUCCESS');
    expect(await ended(second.run)).toEqual(['source:STEP_REUSED', 'twice:STEP_REUSED']);
    expect(await bench.storage.materializations('source')).toHaveLength(1);
  });

  test('without `reuse` everything is executed; what reads the same value is then reused', async () => {
    await drive(['source']);
    const { run } = await drive(['twice'], { reuse: true });
    expect(await ended(run)).toEqual(['twice:STEP_REUSED']);
  });

  test('what reads something new is executed', async () => {
    await drive(['changing', 'after']);
    await drive(['changing']);
    const { run } = await drive(['after'], { reuse: true });
    expect(await ended(run)).toEqual(['after:STEP_SUCCESS']);
  });
});

describe('reuse under another config', () => {
  const launch = (assets: readonly string[], config?: object) => drive(assets, { reuse: true, config });
  const at = (n: number) => ({ ops: { scaled: { config: { n } } } });

  test('a step is executed where its own config is another, and only there', async () => {
    await launch(['source', 'scaled'], at(1));
    expect(await ended((await launch(['source', 'scaled'], at(1))).run)).toEqual([
      'source:STEP_REUSED',
      'scaled:STEP_REUSED',
    ]);
    expect(await ended((await launch(['source', 'scaled'], at(2))).run)).toEqual([
      'source:STEP_REUSED',
      'scaled:STEP_SUCCESS',
    ]);
    expect(await ended((await launch(['source', 'scaled'])).run)).toEqual([
      'source:STEP_REUSED',
      'scaled:STEP_SUCCESS',
    ]);
  });

  test('so is one that takes the value of a variable, which is kept nowhere; in a resource its name counts', async () => {
    const launchAgain = async (asset: string, config: RunConfig) => {
      const run = await bench.launch([asset], undefined, { reuse: true, config });
      await bench.drive(run, { env: { N: '3' } });
      return ended(run);
    };
    const ofStep = { ops: { scaled: { config: { n: { env: 'N' } } } } };
    const ofResource = { resources: { place: { config: { url: { env: 'N' } } } } };
    for (const end of ['scaled:STEP_SUCCESS', 'scaled:STEP_SUCCESS'])
      expect(await launchAgain('scaled', ofStep)).toEqual([end]);
    for (const end of ['placed:STEP_SUCCESS', 'placed:STEP_REUSED'])
      expect(await launchAgain('placed', ofResource)).toEqual([end]);
  });

  test('so is one whose resources are configured otherwise, and a graph whose ops are', async () => {
    const resourced = (url: string) => ({ resources: { place: { config: { url } } } });
    await launch(['placed'], resourced('a'));
    expect(await ended((await launch(['placed'], resourced('a'))).run)).toEqual(['placed:STEP_REUSED']);
    expect(await ended((await launch(['placed'], resourced('b'))).run)).toEqual(['placed:STEP_SUCCESS']);

    const inGraph = (n: number) => ({ ops: { grown: { ops: { grow: { config: { n } } } } } });
    await launch(['grown'], inGraph(1));
    expect(await ended((await launch(['grown'], inGraph(1))).run)).toEqual(['grown.begin:STEP_REUSED', 'grown.grow:STEP_REUSED']); // prettier-ignore
    expect(await ended((await launch(['grown'], inGraph(2))).run)).toEqual(['grown.begin:STEP_SUCCESS', 'grown.grow:STEP_SUCCESS']); // prettier-ignore
  });
});

describe('reuse of what graphs make', () => {
  const all = ['recipes.fetched', 'recipes.sorted', 'halves.split'];

  test('all steps of a graph are reused together, and what they made is loaded', async () => {
    await drive(['recipes', 'low', 'high']);
    const { run, status } = await drive(['recipes', 'low', 'high'], { reuse: true });
    expect(status).toBe('SUCCESS');
    expect(await ended(run)).toEqual(all.map((step) => `${step}:STEP_REUSED`));
    const { run: next } = await drive(['recipes', 'low', 'high'], { reuse: true });
    expect(await ended(next)).toEqual(all.map((step) => `${step}:STEP_REUSED`));
    expect(await bench.storage.materializations('low')).toHaveLength(1);
  });

  test('all of them are executed where one asset of theirs was never made', async () => {
    await bench.storage.append([wiped('high')]);
    const { run } = await drive(['recipes', 'low', 'high'], { reuse: true });
    expect(await ended(run)).toEqual([
      'recipes.fetched:STEP_REUSED',
      'recipes.sorted:STEP_REUSED',
      'halves.split:STEP_SUCCESS',
    ]);
  });

  test('a graph waits for all that it reads, and is executed where some of it is new', async () => {
    await drive(['changing', 'late', 'shifted']);
    const same = await drive(['late', 'shifted'], { reuse: true });
    expect(await ended(same.run)).toEqual(
      ['late', 'shifted.begin', 'shifted.shift'].map((step) => `${step}:STEP_REUSED`),
    );
    await drive(['late']);
    const other = await drive(['shifted'], { reuse: true });
    expect(await ended(other.run)).toEqual(['shifted.begin:STEP_SUCCESS', 'shifted.shift:STEP_SUCCESS']);
  });

  test('so are mapped steps, whatever they were mapped over', async () => {
    await drive(['late', 'summed']);
    const { run, status } = await drive(['summed'], { reuse: true });
    expect(status).toBe('SUCCESS');
    expect((await ended(run)).every((each) => each.endsWith(':STEP_REUSED'))).toBe(true);
    expect(await valueOf('summed')).toBe(6 * ((await valueOf('late')) as number));
  });

  test('the partitions that it reads tell', async () => {
    const partitions = { upstream: () => ({ keys: ['a'] }) };
    const launch = (what: string, reuse = true) =>
      drive([what], { reuse, partitions: { ...partitions, assets: new Map([[what, { keys: ['a'] }]]) } });
    await launch('upper');
    await launch('lengths');
    expect(await ended((await launch('lengths')).run)).toEqual([
      'lengths.parts:STEP_REUSED',
      'lengths.sorted:STEP_REUSED',
    ]);
    await launch('upper', false);
    expect(await ended((await launch('lengths')).run)).toEqual([
      'lengths.parts:STEP_SUCCESS',
      'lengths.sorted:STEP_SUCCESS',
    ]);
  });

  test('of partitions that only order nothing is recorded: what follows them is executed', async () => {
    const launch = (what: string) =>
      drive([what], {
        reuse: true,
        partitions: { upstream: () => ({ keys: ['a'] }), assets: new Map([[what, { keys: ['a'] }]]) },
      });
    await launch('tally');
    expect(await ended((await launch('tally')).run)).toEqual(['tally:STEP_SUCCESS']);
  });
});

describe('assets of graphs', () => {
  test('one asset of several steps, and several assets that read it', async () => {
    const { run, status } = await drive(['recipes', 'low', 'high']);
    expect(status).toBe('SUCCESS');
    expect(await ended(run)).toEqual([
      'recipes.fetched:STEP_SUCCESS',
      'recipes.sorted:STEP_SUCCESS',
      'halves.split:STEP_SUCCESS',
    ]);
    expect([await valueOf('recipes'), await valueOf('low'), await valueOf('high')]).toEqual([
      [1, 2, 3],
      [1, 2],
      [3],
    ]);
  });
});

describe('part of a multiAsset', () => {
  test('ev-27: with canSubset only what is selected is made', async () => {
    const { run, status } = await drive(['x']);
    const made = (await bench.events(run)).filter(({ type }) => type === 'ASSET_MATERIALIZATION');
    expect([status, made.map(({ assetKey }) => assetKey)]).toEqual(['SUCCESS', ['x']]);
  });

  test('ev-28: without it, all must be selected', async () => {
    await expect(drive(['c'])).rejects.toMatchObject({
      name: 'InvalidSubsetError',
      message: expect.stringMatching(/c.*dd/s) as string,
    });
  });
});
