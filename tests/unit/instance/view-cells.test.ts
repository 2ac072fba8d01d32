import { describe, expect, test } from 'vitest';
import { viewBasis, viewCellState } from '$lib/instance/view-cell-state';
import type { ViewCellSnapshot } from '$lib/definitions/snapshot';
import { ended, notebookThatImports, openHome } from '../../fixtures/open-home';

const source = notebookThatImports(
  'asset, view, plot, resource',
  'export const least = view.slider({ max: 10, value: 2 });',
  'export const orders = asset(() => [1, 2, 3, 4]);',
  'const twice = (n: number) => n * 2;\nexport const many = view({ orders, least }, ({ orders, least }) => orders.filter((n) => n >= least).map(twice));',
  'export const drawn = view(() => plot({ marks: [{ mark: "dot", data: [1, 2] }] }));',
  'export const quiet = view(() => undefined);',
  'export const wrong = view(() => {\n  throw new Error("no");\n});',
);

const kept = (...cells: string[]) => notebookThatImports('asset, view, plot, resource', ...cells);

describe('a view cell', () => {
  test('is no asset and makes no event; it is computed from stored values and what inputs have', async () => {
    const { instance } = await openHome();
    await instance.createNotebook({ id: 'nb', source });
    const { snapshot, errors } = await instance.loadLocation('nb');
    expect(errors).toEqual([]);
    expect(snapshot.assets.map(({ key }) => key)).toEqual(['orders']);
    expect(snapshot.viewCells?.map(({ name }) => name)).toEqual(['many', 'drawn', 'quiet', 'wrong']);
    await expect(instance.evaluateViewCell('nb', 'many')).rejects.toMatchObject({ name: 'InputNotLoaded' });
    expect(await instance.listRuns()).toEqual([]);

    const { runId } = await instance.launchRun({ location: 'nb', selection: '*' });
    await ended(instance, runId);
    const { value } = await instance.evaluateViewCell('nb', 'many');
    expect(await instance.valueLines(value!, [], 0, 9)).toHaveLength(3);
    await instance.setViewValue('nb', 'least', 4);
    const { value: fewer } = await instance.evaluateViewCell('nb', 'many');
    expect(await instance.valueLines(fewer!, [], 0, 9)).toMatchObject([{ value: { text: '8' } }]);
    expect(await instance.listRuns()).toHaveLength(1);

    const { value: drawing } = await instance.evaluateViewCell('nb', 'drawn');
    expect(await instance.viewValue(drawing!)).toMatchObject({ type: 'plot' });
    expect((await instance.evaluateViewCell('nb', 'quiet')).value).toBeUndefined();
  });
});
