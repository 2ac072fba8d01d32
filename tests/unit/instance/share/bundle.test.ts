import { zipSync, strToU8 } from 'fflate';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashOf } from '$lib/base/hash';
import { type BundleProgress, packBundle } from '$lib/instance/share/pack-bundle';
import { readBundle } from '$lib/instance/share/read-bundle';
import { writePackageFile } from '$lib/notebook/package-file';
import { noPermissions } from '$lib/notebook/permissions';
import { launched, notebookText, notebookThatImports, openHome } from '../../../fixtures/open-home';
import { changedBundle, packedBundle } from '../../../fixtures/packed-bundle';

const sums = writePackageFile({
  package: 'sums@1.0.0',
  code: 'export const add = (a, b) => a + b;',
  types: { entry: 'sums@1.0.0/index.d.ts', files: { 'sums@1.0.0/index.d.ts': '' }, links: {} },
});
const header = `// %% [notebook] {"format":1,"title":"Cakes"}
// {"imports": {"sums": "npm:sums@1.0.0#${hashOf(sums)}"}}

`;
const source =
  header +
  notebookText(
    `import { add } from "sums";
export const rows = asset(async (_, context) => (await context.file('data/rows.json').json()));`,
    `export const total = asset({ ins: { rows } }, ({ rows }, context) => {
  context.log.info('adding');
  return new MaterializeResult({ value: add(rows.length, 1), metadata: { rows: rows.length } });
});
export const large = asset(() => 'x'.repeat(400_000));`,
  );
const data = new TextEncoder().encode('[1,2,3]');

/** A notebook that was run, with a file, as a bundle. */
async function made() {
  const home = await openHome();
  const { instance } = home;
  await instance.files.keep(sums);
  await instance.createNotebook({ id: 'mine', source, files: [{ path: 'data/rows.json', bytes: data }] });
  await instance.loadLocation('mine');
  expect((await launched(instance, { location: 'mine' })).status).toBe('SUCCESS');
  return { home, instance, file: await packedBundle(instance, 'mine') };
}

const open = (file: Uint8Array) => readBundle('cakes.dagbook', file);

it('goes to another instance whole, is shown there and mixes with nothing', async () => {
  const { instance, file } = await made();
  const bundle = await open(file);
  expect(bundle.source).toBe((await instance.openNotebook('mine'))!.source);
  expect(bundle.files).toEqual([{ path: 'data/rows.json', bytes: data }]);
  expect(bundle.record.runs).toMatchObject([{ status: 'SUCCESS', jobName: '__ASSET_JOB' }]);
  expect(bundle.record.runs[0]!.events.some(({ message }) => message === 'adding')).toBe(true);

  const other = await openHome();
  const own = notebookText(`export const total = asset(() => 'mine');`);
  await other.instance.createNotebook({ id: 'own', source: own });
  await other.instance.loadLocation('own');
  await launched(other.instance, { location: 'own' });

  const { source: text, files, record, values, packages } = bundle;
  const received = { record, values: [...values, ...packages] };
  await other.instance.createNotebook({ id: 'theirs', source: text, files, received, isForeign: true });

  expect((await other.instance.trust('theirs')).runs).toBe(false);
  const results = (await other.instance.received('theirs'))!.results;
  expect(results.map(({ cell, event }) => [cell, event?.assetKey])).toEqual([
    ['cell0001', 'rows'],
    ['cell0002', 'total'],
    ['cell0002', 'large'],
  ]);
  const shown = await Promise.all(results.map(({ event }) => other.instance.viewValue(event!.data.value!)));
  expect(shown.map((view) => view?.type)).toEqual(['tree', 'tree', 'text']);
  // It can be given on as it came.
  expect((await open(await packedBundle(other.instance, 'theirs'))).record.results).toEqual(results);
  // Nothing counts as done here.
  expect(await other.instance.materializations('rows')).toEqual([]);
  expect((await other.instance.materializations('total')).length).toBe(1);
  expect((await other.instance.listRuns()).map(({ location }) => location)).toEqual(['own']);
  expect((await other.instance.assets()).map(({ location }) => location)).toEqual(['own']);
  // It is kept, and its values are not swept away.
  const later = await other.reopen();
  expect((await later.received('theirs'))?.fileName).toBe('cakes.dagbook');
  await later.allowNotebook('theirs', noPermissions);
  await later.loadLocation('theirs');
  // Not over what is the user's own, which has the same key.
  await expect(launched(later, { location: 'theirs' })).rejects.toThrow('may not materialize total');
  await later.deleteNotebook('own');
  expect((await launched(later, { location: 'theirs' })).status).toBe('SUCCESS');
});

/** Made by the first test that asks: bytes, which outlive the instance they come from. */
let packed: ReturnType<typeof pack> | undefined;
async function pack() {
  const { instance, file } = await made();
  const again = await packedBundle(instance, 'mine');
  const small = await packedBundle(instance, 'mine', {
    attachments: false,
    assets: ['total'],
    history: false,
  });
  return { file, again, small };
}
const bundles = () => (packed ??= pack());

describe('of one that was run', () => {
  it('the same state gives the same bytes, and only what is chosen goes into it', async () => {
    const { file, again, small } = await bundles();
    expect(Buffer.compare(file, again)).toBe(0);
    const { files, record, values } = await open(small);
    expect([files.length, record.runs.length, values.length, record.results.length]).toEqual([0, 0, 1, 1]);
    expect(record.assets.map(({ key, deps }) => [key, deps])).toEqual([
      ['rows', []],
      ['total', ['rows']],
      ['large', []],
    ]);
  });

  const unknownVersion = JSON.stringify({ format: 'dagbook-bundle', version: 2, files: {} });
  const event = (change: object) =>
    JSON.stringify({
      assets: [],
      results: [{ cell: 'a', event: { type: 'ASSET_MATERIALIZATION', ...change } }],
    });
  it.each<[string, (file: Uint8Array) => Uint8Array, string]>([
    ['that is no zip', () => strToU8('hello there, this is no zip'), 'it is no zip file'],
    ['cut short', (file) => file.subarray(0, file.length - 100), 'it is no zip file, or not all of it'],
    ['without manifest', () => zipSync({ 'notebook.nb.ts': strToU8('') }), 'manifest.json is missing'],
    ['of a later version', (file) => changedBundle(file, { 'manifest.json': unknownVersion }), 'its version is 2'],
    ['with a path out of it', (file) => changedBundle(file, { 'attachments/../../x': 'x' }), 'a name in it leads elsewhere'],
    ['with an absolute path', (file) => changedBundle(file, { '/etc/passwd': 'x' }), 'a name in it leads elsewhere'],
    ['with something else in it', (file) => changedBundle(file, { 'run-me.js': 'x' }), 'run-me.js is no part of a bundle'],
    ['with a file that its notebook does not name', (file) => changedBundle(file, { 'attachments/b.txt': 'x' }), 'its notebook has no file b.txt'],
    ['with a value under another name', (file) => changedBundle(file, { [`values/${'0'.repeat(64)}`]: 'x' }), 'has another name than its content'],
    ['with a package that its notebook does not pin', (file) => changedBundle(file, { [`packages/${hashOf('{}')}`]: '{}' }), 'its notebook pins no package'],
    ['with an event that is none', (file) => changedBundle(file, { 'results.json': event({ data: 1 }) }), 'results.json is wrong: results.0.event'],
    ['with a run that is none', (file) => changedBundle(file, { 'runs.json': '[{"id":1}]' }), 'runs.json is wrong: 0.id'],
    ['with a record nested without end', (file) => changedBundle(file, { 'runs.json': `${'['.repeat(90_000)}${']'.repeat(90_000)}` }), 'runs.json is wrong'],
    ['with a notebook that is no text', (file) => changedBundle(file, { 'notebook.nb.ts': new Uint8Array([255, 254]) }), 'its notebook is not text'],
    ['that unpacks to gigabytes', (file) => lying(file, 3 * 2 ** 30), 'it would unpack to'],
    ['that says it is smaller than it is', (file) => lying(changedBundle(file, { 'notebook.nb.ts': 'x'.repeat(9e6) }), 100), 'does not unpack to what it says'],
  ])('one %s is refused, naming the file', async (_, make, reason) => {
    const refusal = await open(make((await bundles()).file)).catch((error: Error) => error);
    expect(refusal).toMatchObject({ name: 'BundleUnusable', remedy: expect.any(String) });
    expect((refusal as Error).message).toMatch('cakes.dagbook cannot be opened');
    expect((refusal as Error).message).toMatch(reason);
  }); // prettier-ignore

  it('one whose bytes were changed anywhere is refused or says the same', async () => {
    const { small } = await bundles();
    const whole = await open(small);
    const spots = fc.tuple(fc.nat(small.length - 1), fc.integer({ min: 1, max: 255 }));
    await fc.assert(
      fc.asyncProperty(spots, async ([at, change]) => {
        const changed = small.slice();
        changed[at]! ^= change;
        const bundle = await open(changed).catch((error: Error) => error);
        if (bundle instanceof Error) expect(bundle.name).toBe('BundleUnusable');
        else expect(bundle).toEqual(whole);
      }),
      { numRuns: 40 },
    );
  });
});

it('one that nobody could open is not written', async () => {
  const { instance } = await openHome();
  const huge = { path: 'x.bin', hash: '0'.repeat(64), size: 2 ** 31 - 100 };
  const document = { id: 'x', source: '', attachments: [huge] };
  const choice = { attachments: true, assets: [], history: false };
  const pieces = packBundle(instance, document, { assets: [], results: [] }, choice);
  await expect(pieces.next()).rejects.toThrow('The bundle would hold 2048 MiB; 1024 MiB are the most');
});

it('packing says how far it is, and ends when it is canceled', async () => {
  const { instance } = await openHome();
  const bytes = new TextEncoder().encode('row\n'.repeat(200_000));
  const files = [{ path: 'rows.csv', bytes }];
  const document = await instance.createNotebook({ id: 'x', source: notebookText(), files });
  const choice = { attachments: true, assets: [], history: false };
  const parts: number[] = [];
  const cancel = new AbortController();
  const onprogress = ({ done, total }: BundleProgress) => {
    parts.push(done / total);
    if (done > total / 2) cancel.abort();
  };
  const none = { assets: [], results: [] };
  const packing = packBundle(instance, document, none, choice, { signal: cancel.signal, onprogress });
  await expect(Array.fromAsync(packing)).rejects.toThrow('abort');
  expect(parts).toEqual(parts.toSorted((a, b) => a - b));
  expect(parts.at(-1)).toBeGreaterThan(0.5);
  expect(parts.at(-1)).toBeLessThan(1);
});

it('a write that fails leaves nothing of it', async () => {
  const { source: text, record, values } = await open((await bundles()).file);
  const { instance } = await openHome();
  const damaged = values.map((value) => ({ ...value, bytes: new Uint8Array([1]) }));
  const create = instance.createNotebook({ id: 'x', source: text, received: { record, values: damaged } });
  await expect(create).rejects.toThrow('is damaged');
  expect(await instance.received('x')).toBeUndefined();
  expect(await instance.listNotebooks()).toEqual([]);
});

/** The archive with another size in all places that tell that of the first of its large files. */
function lying(file: Uint8Array, size: number): Uint8Array {
  const changed = file.slice();
  const view = new DataView(changed.buffer);
  for (let at = 0; at < changed.length - 46; at += 1)
    if (view.getUint32(at, true) === 0x02014b50 && view.getUint32(at + 24, true) > 100_000) {
      view.setUint32(at + 24, size, true);
      return changed;
    }
  throw new Error('There is no large file in it');
}

it('whatever a run can log is read again: failures, retries, checks, progress, partitions', async () => {
  const { instance } = await openHome();
  const names =
    'asset, assetCheck, AssetCheckResult, MaterializeResult, RetryPolicy, StaticPartitionsDefinition';
  const text = notebookThatImports(
    names,
    `export const flaky = asset({ retryPolicy: new RetryPolicy({ maxRetries: 1 }) }, async (_, context) => {
  context.progress(0.5, 'half');
  console.log('said');
  throw new TypeError('no', { cause: new Error('why') });
});
export const needy = asset({ ins: { flaky } }, () => 1);
export const parts = asset({ partitionsDef: new StaticPartitionsDefinition(['a', 'b']) }, () => 1);
export const seen = asset(() => new MaterializeResult({ value: new Map([['a', 1n]]), metadata: { at: new Date(0), big: 1e21 } }));
export const isGood = assetCheck({ asset: seen }, () => new AssetCheckResult({ passed: false, metadata: { n: 1 } }));`,
  );
  await instance.createNotebook({ id: 'rich', source: text });
  const { errors } = await instance.loadLocation('rich');
  expect(errors).toEqual([]);
  await launched(instance, { location: 'rich', selection: 'flaky or needy or seen' });
  await launched(instance, { location: 'rich', selection: 'parts', partition: 'a' });
  const { record } = await open(await packedBundle(instance, 'rich'));
  const types = new Set(record.runs.flatMap(({ events }) => events.map(({ type }) => type)));
  for (const type of [
    'STEP_FAILURE',
    'STEP_UP_FOR_RETRY',
    'STEP_PROGRESS',
    'ASSET_CHECK_EVALUATION',
    'RUN_FAILURE',
  ])
    expect(types).toContain(type);
  expect(record.results.map(({ event }) => [event?.assetKey, event?.data.partition])).toEqual([
    ['parts', 'a'],
    ['seen', undefined],
  ]);
});
