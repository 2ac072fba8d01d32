import { describe, expect, test, vi } from 'vitest';
import type { ViewCellSnapshot } from '$lib/definitions/view-cell-snapshot';
import { viewResults } from '$lib/instance/share/shared-results';
import { cheapView, viewBasis, viewCellState } from '$lib/instance/view-cell-state';
import { compileNotebook } from '$lib/notebook/compile-notebook';
import { readNotebook } from '$lib/notebook/read-notebook';
import { ended, launched, notebookThatImports, openHome } from '../../fixtures/open-home';

async function opened(...cells: readonly string[]) {
  const { instance } = await openHome();
  const source = notebookThatImports('asset, view, plot, resource, AssetIn', ...cells);
  await instance.createNotebook({ id: 'nb', source });
  const { snapshot, errors } = await instance.loadLocation('nb');
  const show = (name: string) => instance.evaluateViewCell('nb', name);
  const shown = async (name: string) => instance.viewValue((await show(name)).value!);
  return { instance, snapshot, errors, show, shown };
}

describe('a view cell', () => {
  test('is computed from stored values and what inputs have; it is no asset and makes no event', async () => {
    const { instance, snapshot, errors, show, shown } = await opened(
      'export const least = view.slider({ max: 10, value: 2 });',
      'export const orders = asset(() => [1, 2, 3, 4]);',
      'const twice = (n: number) => n * 2;',
      'export const many = view({ orders, from: least }, ({ orders, from }) => orders.filter((n) => n >= from).map(twice).join());',
      'export const drawn = view(async () => plot({ marks: [{ mark: "dot", data: [1, 2] }] }));',
      'export const quiet = view(() => undefined);',
    );
    expect(errors).toEqual([]);
    expect(snapshot.assets.map(({ key }) => key)).toEqual(['orders']);
    await expect(show('many')).rejects.toMatchObject({ name: 'InputNotLoaded' });
    expect(await instance.listRuns()).toEqual([]);

    const { runId } = await instance.launchRun({ location: 'nb', selection: '*' });
    await ended(instance, runId);
    expect(await shown('many')).toMatchObject({ type: 'text', text: '4,6,8' });
    await instance.setViewValue('nb', 'least', 4);
    expect(await shown('many')).toMatchObject({ text: '8' });
    expect(await shown('drawn')).toMatchObject({ type: 'plot' });
    expect(await show('quiet')).not.toHaveProperty('value');
    expect(await instance.listRuns()).toHaveLength(1);
  });

  test('that throws says at which line; one that never ends is ended, and the others go on', async () => {
    const { show, shown } = await opened(
      'export const wrong = view(() => {\n  throw new Error("no");\n});',
      'export const endless = view(() => { while (true); });',
      'export const fine = view(() => "fine");',
    );
    expect(await show('wrong')).toMatchObject({
      error: { message: 'no', at: { cell: 'cell0001', line: 2 } },
    });
    await shown('fine'); // Its isolate is warm.
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const late = show('endless');
      const ended = vi.fn();
      void late.then(ended);
      await vi.waitFor(() => {
        vi.advanceTimersByTime(5_000);
        expect(ended).toHaveBeenCalled();
      });
      expect(await late).toMatchObject({ error: { name: 'ViewTookTooLong', at: { cell: 'cell0002' } } });
    } finally {
      vi.useRealTimers();
    }
    expect(await shown('fine')).toMatchObject({ text: 'fine' });
  });

  test('in a notebook that is only shown is not computed', async () => {
    const { instance, show } = await opened('export const fine = view(() => 1);');
    await instance.distrustNotebook('nb');
    await expect(show('fine')).rejects.toMatchObject({ name: 'NotebookInPreview' });
  });

  test('that uses what it cannot is left out, with an error at its cell', async () => {
    const { errors, snapshot } = await opened(
      'export const db = resource(() => 1);\nexport const a = view({ db }, ({ db }) => db);',
      'export const b = view({ least: view.slider() }, ({ least }) => least);',
      'export const c = view({ gone: new AssetIn("gone") }, ({ gone }) => gone);',
      'export const d = [view(() => 1)];',
      'export const e = view(new Proxy({}, { ownKeys() { throw new Error("hostile"); } }), () => 1);\nexport const fine = asset(() => 1);',
    );
    expect(snapshot.viewCells).toBeUndefined();
    expect(snapshot.assets.map(({ key }) => key)).toEqual(['fine']);
    expect(errors.map(({ message, at }) => [at?.cell, message.slice(message.indexOf(':') + 2)])).toEqual([
      ['cell0001', '"db" is a resource that is no input'],
      ['cell0002', '"least" is an input that no cell exports'],
      ['cell0003', 'input "gone" is the asset "gone", which no cell defines.'],
      ['cell0004', 'it has no name'],
      ['cell0005', 'hostile'],
    ]);
  });
});

test('the code version of a view is its code and that of what it uses, but not of assets; comments do not count', () => {
  const versionOf = (helper: string, made: string, comment = '') => {
    const source = notebookThatImports(
      'asset, view',
      `const times = ${helper};`,
      `export const orders = asset(() => ${made});`,
      `export const v = view({ orders }, ({ orders }) => orders * times);${comment}`,
    );
    return compileNotebook(readNotebook(source)).codeVersions['v'];
  };
  const before = versionOf('2', '1');
  expect(versionOf('3', '1')).not.toBe(before);
  expect(versionOf('2', '9')).toBe(before);
  expect(versionOf('2', '1', ' // twice')).toBe(before);
});

describe('a view cell computes itself', () => {
  const cell: ViewCellSnapshot = {
    name: 'v',
    uses: [
      { name: 'orders', from: 'asset', key: 'orders' },
      { name: 'least', from: 'input', key: 'least' },
    ],
    resources: [],
    codeVersion: '1',
    cell: 'c',
  };
  const made = (id?: number) => (key: string) => (key === 'orders' ? id : 99);
  const before = { basis: viewBasis(cell, made(1), {}).id, milliseconds: 10 };
  const state = (cellNow = cell, id: number | undefined = 1, values = {}, last = before, runsItself = true) =>
    viewCellState(viewBasis(cellNow, made(id), values), last, runsItself);

  test.each([
    ['not while nothing has changed', state(), 'current'],
    ['when its code, or that of a cell it uses, is edited', state({ ...cell, codeVersion: '2' }), 'due'],
    ['when an asset it uses is materialized', state(cell, 2), 'due'],
    ['when an input it uses is moved', state(cell, 1, { least: 3 }), 'due'],
    ['not when another input is', state(cell, 1, { other: 3 }), 'current'],
    [
      'not when it took too long: then it is stale',
      state(cell, 2, {}, { ...before, milliseconds: cheapView + 1 }),
      'stale',
    ],
    ['not when that is switched off', state(cell, 2, {}, before, false), 'stale'],
  ])('%s', (_, is, expected) => expect(is).toBe(expected));

  test('first when the page shows it, and never before its assets have values', () => {
    expect(viewCellState(viewBasis(cell, made(1), {}), undefined, true)).toBe('due');
    const basis = viewBasis(cell, made(undefined), {});
    expect(basis.missing).toEqual(['orders']);
    expect(viewCellState(basis, before, true)).toBe('missing');
  });
});

test('what a view showed last outlives its leader: the time, the error, and a value that is not too large', async () => {
  const home = await openHome();
  const source = notebookThatImports(
    'asset, view',
    'export const orders = asset(() => [1, 2]);',
    'export const many = view({ orders }, ({ orders }) => orders.length);',
    'export const large = view(() => "x".repeat(300_000));',
    'export const wrong = view(() => { throw new Error("no"); });',
  );
  await home.instance.createNotebook({ id: 'nb', source });
  const { snapshot } = await home.instance.loadLocation('nb');
  expect(await home.instance.shownViews('nb')).toEqual({});
  await launched(home.instance, { location: 'nb' });
  const shown = await Promise.all(
    snapshot.viewCells!.map(async ({ name }) => home.instance.evaluateViewCell('nb', name)),
  );

  const later = await home.reopen();
  const [many, large, wrong] = shown;
  const kept = await later.shownViews('nb');
  expect(kept).toEqual({ many, large: { ...large, value: undefined, basis: '' }, wrong });
  expect(kept['wrong']!.error).toMatchObject({ message: 'no' });
  expect(await later.viewValue(kept['many']!.value!)).toMatchObject({ line: { brief: '2' } });
  const latest = (key: string) => (key === 'orders' ? last!.id : undefined);
  const [last] = await later.materializations('orders');
  const state = (cell: ViewCellSnapshot) => viewCellState(viewBasis(cell, latest, {}), kept[cell.name], true);
  expect(snapshot.viewCells!.map(state)).toEqual(['current', 'due', 'current']);
  expect(await viewResults(later, 'nb')).toEqual([{ cell: many!.cell, name: 'many', value: many!.value }]);
});
