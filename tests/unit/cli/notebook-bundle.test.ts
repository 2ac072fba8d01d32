import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { beforeEach, expect, it, vi } from 'vitest';
import { readBundle } from '$lib/instance/share/read-bundle';
import { assetList } from '../../../src/cli/verbs/asset-list';
import { assetMaterialize } from '../../../src/cli/verbs/asset-materialize';
import { notebookConvert } from '../../../src/cli/verbs/notebook-convert';
import { notebookBundle } from '../../../src/cli/verbs/notebook-bundle';
import { notebookText } from '../../fixtures/open-home';
import { temporaryFolder } from '../../temporary-folder';

let said: string[];
beforeEach(() => {
  said = [];
  const spies = (['log', 'error'] as const).map((name) =>
    vi.spyOn(console, name).mockImplementation((text: string) => void said.push(text)),
  );
  return () => spies.forEach((spy) => spy.mockRestore());
});

const header = `// %% [notebook] {"format":1,"title":"Cakes"}
// {"attachments": {"data/rows.json": "${'0'.repeat(64)}"}}
`;
const source = `${header}\n${notebookText(
  `export const rows = asset(async (_, context) => (await context.file('data/rows.json')).json());`,
)}`;

it('a notebook goes into one file with what it gave, and runs from there with a history of its own', async () => {
  const folder = temporaryFolder();
  const file = join(folder, 'cakes.nb.ts');
  writeFileSync(file, source);
  mkdirSync(join(folder, 'data'));
  writeFileSync(join(folder, 'data/rows.json'), '[1,2,3]');

  expect(await notebookBundle.run({}, file)).toBe(0);
  const path = join(folder, 'cakes.dagbook');
  expect(said.at(-1)).toMatch(/^Wrote .*cakes\.dagbook, \d+ bytes, 0 results\.$/);
  await expect(notebookBundle.run({}, file)).rejects.toThrow('is there already');

  expect(await assetMaterialize.run({ file }, undefined)).toBe(0);
  expect(await notebookBundle.run({ force: true, history: true }, file)).toBe(0);
  const { record, files, values } = await readBundle(basename(path), readFileSync(path));
  expect(files.map((each) => each.path)).toEqual(['data/rows.json']);
  expect([record.results.length, record.runs.length, values.length]).toEqual([1, 1, 1]);
  await expect(notebookBundle.run({ force: true, asset: ['none'] }, file)).rejects.toThrow('No asset none');

  const elsewhere = temporaryFolder();
  const bundle = join(elsewhere, 'cakes.dagbook');
  writeFileSync(bundle, readFileSync(path));
  said = [];
  expect(await assetMaterialize.run({ file: bundle }, undefined)).toBe(0);
  expect(await assetList.run({ file: bundle, json: true }, undefined)).toBe(0);
  expect(said.at(-1)).toContain('"rows"');
  expect(existsSync(join(elsewhere, '.dagbook/bundles/cakes/dagbook.db'))).toBe(true);

  // Taken apart, and as a page with what came in it.
  expect(await notebookConvert.run({}, bundle)).toBe(0);
  expect(readFileSync(join(elsewhere, 'data/rows.json'), 'utf8')).toBe('[1,2,3]');
  await expect(notebookConvert.run({ out: join(elsewhere, 'b.nb.ts') }, bundle)).rejects.toThrow(
    'rows.json is there',
  );
  expect(await notebookConvert.run({ to: 'html' }, bundle)).toBe(0);
  expect(readFileSync(join(elsewhere, 'cakes.html'), 'utf8')).toContain(
    '<span class="shape">[1, 2, 3]</span>',
  );
  expect(await notebookConvert.run({ to: 'ipynb' }, file)).toBe(0);
  const { cells } = JSON.parse(readFileSync(join(folder, 'cakes.ipynb'), 'utf8'));
  expect(cells.at(-1).outputs).toEqual([
    { output_type: 'display_data', metadata: {}, data: { 'text/plain': '[1, 2, 3]' } },
  ]);
});

it('a bundle that was tampered with is not run', async () => {
  const file = join(temporaryFolder(), 'bad.dagbook');
  writeFileSync(file, 'PK no');
  await expect(assetMaterialize.run({ file }, undefined)).rejects.toThrow('bad.dagbook cannot be opened');
});
