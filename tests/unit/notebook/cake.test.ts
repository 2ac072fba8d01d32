import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { hashOf } from '$lib/base/hash';
import * as dagbook from '$lib/definitions/index';
import { compileNotebook } from '$lib/notebook/compile-notebook';
import { readNotebook } from '$lib/notebook/read-notebook';
import { writeNotebook } from '$lib/notebook/write-notebook';
import { run } from './run-compiled';

const path = 'static/examples/cake.nb.ts';
const text = readFileSync(path, 'utf8');
const recipes = readFileSync('static/examples/recipes.json', 'utf8');

it('the cake notebook is written as it was read, and names the file it needs by its content', () => {
  expect(writeNotebook(readNotebook(text))).toBe(text);
  const { title, attachments, errors } = compileNotebook(readNotebook(text));
  expect({ title, errors }).toEqual({ title: 'Cake pipeline', errors: [] });
  expect(attachments).toEqual({ 'recipes.json': hashOf(recipes) });
});

it('it type-checks in an editor, and Node can take its types away', { timeout: 120_000 }, () => {
  const program = ts.createProgram([path], {
    strict: true,
    noUncheckedIndexedAccess: true,
    erasableSyntaxOnly: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    lib: ['lib.esnext.d.ts', 'lib.webworker.d.ts'],
    types: [],
    paths: { dagbook: ['./src/lib/definitions/index.ts'] },
  });
  const file = program.getSourceFile(path)!;
  const found = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
  expect(
    found.map(({ messageText, start }) => [
      messageText,
      file.getLineAndCharacterOfPosition(start ?? 0).line + 1,
    ]),
  ).toEqual([]);
  expect(stripTypeScriptTypes(text)).toContain('export const cakeReports');
});

interface Computes {
  compute(inputs: object, context: object): unknown;
}
interface Cake {
  readonly name: string;
  readonly doughGrams: number;
  readonly cakeGrams: number;
}

it('its assets compute a week of baking', async () => {
  const cells = await run(compileNotebook(readNotebook(text)), { dagbook });
  const context = { log: { info() {} }, file: () => ({ json: async () => JSON.parse(recipes) }) };
  const compute = async (name: string, inputs: object) => (cells[name] as Computes).compute(inputs, context);
  const valueOf = async (name: string, inputs: object) =>
    ((await compute(name, inputs)) as { value: Cake[] }).value;

  const ingredients = await valueOf('ingredients', {});
  expect(ingredients).toHaveLength(12);
  const mixedDough = await valueOf('mixedDough', { ingredients });
  const bakedCakes = await valueOf('bakedCakes', { mixedDough });
  for (const [index, cake] of bakedCakes.entries()) {
    expect(cake.cakeGrams).toBeGreaterThan(400);
    expect(cake.cakeGrams).toBeLessThan(mixedDough[index]!.doughGrams);
  }
  const reports = [...((await compute('cakeReports', { bakedCakes })) as Iterable<object>)];
  expect(reports).toMatchObject([
    { assetKey: 'productionAnalysis', value: { cakes: 157, servings: 1794 } },
    {
      assetKey: 'typeDistribution',
      value: ['butter', 'sponge', 'chocolate', 'fruit', 'cheesecake'].map((type) => ({ type })),
    },
    { assetKey: 'topCakes', metadata: { first: 'Victoria Sponge' } },
  ]);
});
