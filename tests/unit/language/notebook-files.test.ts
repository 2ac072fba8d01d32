import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NotebookFiles, scopeFile } from '$lib/language/notebook-files';

const filesOf = (...texts: readonly string[]) => {
  const files = new NotebookFiles();
  const cells = texts.map((text, at) => ({ id: `c${at}`, text }));
  files.update({ order: cells.map(({ id }) => id), cells });
  return files;
};

const fragment = fc.constantFrom(
  'const a = 1;', 'export const b = a;', 'import { c } from "m";', '\n', '// a', 'a + b', '`${b}`', '"c', '{ (', 'var d;', '한글 = "🍰"',
); // prettier-ignore
const text = fc.array(fragment).map((parts) => parts.join(' '));

test('every place of a cell stands in its module as it is, and leads back', () => {
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 5 }), fc.nat(), fc.nat(), (texts, from, length) => {
      const files = filesOf(...texts);
      for (const cell of files.cells) {
        const start = from % (cell.text.length + 1);
        const end = Math.min(cell.text.length, start + length);
        const module = files.moduleOf(cell.file)!;
        expect(module.text.slice(files.toFile(cell, start), files.toFile(cell, end))).toBe(
          cell.text.slice(start, end),
        );
        expect(files.toCell(cell.file, files.toFile(cell, start), end - start)).toEqual({
          cell: cell.id,
          from: start,
          to: end,
        });
      }
    }),
  );
});

test('what stands around the text of a cell leads to no place in it', () => {
  const files = filesOf('const a = 1;', 'a');
  const { file, text } = files.cells[1]!;
  const { prologue, text: module } = files.moduleOf(file)!;
  expect(module.slice(0, prologue)).toContain('import { a }');
  expect(files.toCell(file, prologue - 1, 1)).toBeUndefined();
  expect(files.toCell(file, prologue, text.length + 1)).toBeUndefined();
  expect(files.toCell(scopeFile, 0, 1)).toBeUndefined();
});

test('typing in one cell makes no new version of the modules that do not use it', () => {
  const files = filesOf('const a = 1;', 'const b = a;', 'const c = 1;');
  const versions = () => files.cells.map(({ file }) => files.moduleOf(file)!.version);
  files.write('c0');
  const before = versions();
  files.update({ order: ['c0', 'c1', 'c2'], cells: [{ id: 'c0', text: 'const a = 1; const more' }] });
  const after = versions();
  expect(after[0]).not.toBe(before[0]);
  expect(after.slice(1)).toEqual(before.slice(1));
});

test('a cell that is gone gives its names back', () => {
  const files = filesOf('const a = 1;', 'const a = 2;');
  expect(files.owners.get('a')?.id).toBe('c0');
  files.update({ order: ['c1'], cells: [] });
  expect(files.owners.get('a')?.id).toBe('c1');
  expect(files.cell('c0')).toBeUndefined();
});
