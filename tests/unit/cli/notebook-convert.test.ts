import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { readNotebook } from '$lib/notebook/read-notebook';
import { notebookConvert } from '../../../src/cli/verbs/notebook-convert';

let folder: string;
let said: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dagbook-convert-'));
  said = [];
  const spies = (['log', 'error'] as const).map((name) =>
    vi.spyOn(console, name).mockImplementation((text: string) => void said.push(text)),
  );
  return () => {
    for (const spy of spies) spy.mockRestore();
    rmSync(folder, { recursive: true });
  };
});

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

it('makes a notebook of a Jupyter notebook beside it, and that notebook one for Jupyter again', async () => {
  const stream = { output_type: 'stream', text: 'hello' };
  const cell = { id: 'one', cell_type: 'code', source: 'export const a = 1', outputs: [stream] };
  const metadata = { language_info: { name: 'typescript' } };
  const path = file('taxi.ipynb', JSON.stringify({ nbformat: 4, metadata, cells: [cell] }));
  expect(await notebookConvert.run({}, path)).toBe(0);
  const made = join(folder, 'taxi.nb.ts');
  expect(said).toEqual(['1 cell had outputs: run the notebook to make them again', `Wrote ${made}.`]);
  expect(readNotebook(readFileSync(made, 'utf8')).cells[1]).toMatchObject({
    id: 'one',
    text: 'export const a = 1',
  });

  const again = join(folder, 'again.ipynb');
  expect(await notebookConvert.run({ to: 'ipynb', out: again }, made)).toBe(0);
  expect(JSON.parse(readFileSync(again, 'utf8')).cells[1].source).toEqual(['export const a = 1']);
});

it('prints a link', async () => {
  expect(await notebookConvert.run({ to: 'link' }, file('a.ts', 'const a = 1;'))).toBe(0);
  expect(said[0]).toMatch(/^#code=[\w-]+$/);
});

describe('refuses', () => {
  it.each([
    ['a file that is not there', {}, 'none.md', 'cannot be read'],
    ['a file of another kind', {}, 'data.csv', 'is no notebook of a known format'],
    ['a format that there is not', { to: 'pdf' }, 'a.md', '--to pdf is no format'],
    ['to write over a file', { to: 'markdown' }, 'a.md', 'is there already'],
  ])('%s', async (_, options, name, message) => {
    file('data.csv', 'a,b');
    file('a.md', '# A');
    await expect(notebookConvert.run(options, join(folder, name))).rejects.toThrow(message);
    expect(readFileSync(join(folder, 'a.md'), 'utf8')).toBe('# A');
  });
});
