import { describe, expect, it } from 'vitest';
import { renameAttachment, withAttachment, withoutAttachment } from '$lib/notebook/attachments';
import { readHeader, withHeader } from '$lib/notebook/header';
import { readNotebook } from '$lib/notebook/read-notebook';
import { writeNotebook } from '$lib/notebook/write-notebook';

const hash = 'a'.repeat(64);
const read = (text: string) => readHeader(readNotebook(text));

describe('the header', () => {
  it('is read from marker and text, every field filled', () => {
    const { header, errors } = read(
      `// %% [notebook] {"format":1,"title":"Cakes"}\n// {\n//   "imports": { "d3": "npm:d3@7.9.0" },\n//   "attachments": { "a/b.json": "${hash}" }\n// }\n`,
    );
    expect(errors).toEqual([]);
    expect(header).toEqual({
      format: 1,
      title: 'Cakes',
      imports: { d3: 'npm:d3@7.9.0' },
      permissions: {},
      attachments: { 'a/b.json': hash },
    });
  });

  it('of a file without one is empty, with the first heading as title', () => {
    expect(read('// %% [markdown]\n// text\n// ## Cakes ##\n').header).toMatchObject({
      title: 'Cakes',
      format: 1,
    });
    expect(read('').header.title).toBe('Untitled');
  });

  it.each([
    ['// {"imports": {,}}', 'The header is not JSON', 1, 14],
    ['// {\n//   "a": 1,\n// }', 'The header is not JSON', 3, 1],
    ['// {', 'The header is not JSON', 1, expect.any(Number)],
    ['// [1]', 'The header is not a JSON object', 1, 1],
    ['// {"title": 5}', '"title" in the header is not text', 1, 1],
    ['// {"format": 2}', '"format" in the header is not 1, the only version of the format there is', 1, 1],
    ['// {"imports": []}', '"imports" in the header is not an object', 1, 1],
    ['// {"keyPrefix": "a//b"}', '"keyPrefix" in the header is not words with "/" between them', 1, 1],
    ['// {"imports": {"a": 1}}', '"imports" in the header: "a" is not text', 1, 1],
    ['// {"attachments": {"a": "b"}}', '"attachments" in the header: "a" has no SHA-256 (64 hex digits)', 1, 1],
    [`// {"attachments": {"../a": "${hash}"}}`, '"attachments" in the header: "../a" has an empty part, "." or ".."', 1, 1],
  ])('rubbish is told, not thrown: %s', (body, message, line, column) => {
    const { header, errors } = read(`// %% [notebook]\n${body}\n`);
    expect(errors).toMatchObject([{ message, at: { cell: 'notebook', line, column }, name: 'InvalidHeader' }]);
    expect(errors[0]!.remedy).toMatch(/\.$/);
    expect(header).toMatchObject({ format: 1, title: 'Untitled', imports: {}, attachments: {} });
  }); // prettier-ignore

  it('changes by whole lines', () => {
    const file = readNotebook('// %% {"id":"a"}\nconst a = 1\n');
    const titled = withHeader(file, { title: 'Cakes' });
    const attached = withAttachment(withAttachment(titled, 'a.json', hash), 'b.json', hash);
    expect(writeNotebook(attached)).toBe(
      `// %% [notebook] {"format":1,"title":"Cakes"}\n// {\n//   "attachments": {\n//     "a.json": "${hash}",\n//     "b.json": "${hash}"\n//   }\n// }\n\n// %% {"id":"a"}\nconst a = 1\n`,
    );
    const renamed = renameAttachment(attached, 'a.json', 'c.json');
    expect(Object.keys(readHeader(renamed).header.attachments)).toEqual(['c.json', 'b.json']);
    const removed = withoutAttachment(withoutAttachment(renamed, 'c.json'), 'b.json');
    expect(writeNotebook(removed)).toBe(writeNotebook(titled));
    expect(withHeader(titled, { title: 'Cakes' })).toBe(titled);
  });

  it('keeps entries where they stand, and those it does not know', () => {
    const file = readNotebook(
      '// %% [notebook] {"id":"h","x":1}\n// {\n//   "title": "A",\n//   "y": 2\n// }\n',
    );
    expect(writeNotebook(withHeader(file, { title: 'B' }))).toBe(
      '// %% [notebook] {"id":"h","x":1}\n// {\n//   "title": "B",\n//   "y": 2\n// }\n',
    );
  });

  it('that is not JSON is never overwritten', () => {
    const file = readNotebook('// %% [notebook] {"title":"A"}\n// {"attachments": {]}\n');
    expect(writeNotebook(withHeader(file, { title: 'B' }))).toBe(
      '// %% [notebook] {"title":"B"}\n// {"attachments": {]}\n',
    );
    expect(() => withAttachment(file, 'a.json', hash)).toThrow('The header is not JSON');
  });
});

describe('attached files', () => {
  const file = readNotebook('');

  it.each(['a.json', 'data/a b.csv', '한글.json', '..a/b..', '__proto__', 'a:b/c'.replace(':', '-')])(
    '%s',
    (path) => {
      const { attachments } = readHeader(withAttachment(file, path, hash)).header;
      expect(Object.entries(attachments)).toEqual([[path, hash]]);
    },
  );

  it.each([
    '',
    '/a',
    'a//b',
    './a',
    'a/../b',
    '..',
    'a/',
    'a\\b',
    'C:/a',
    'https://x/y',
    'a\0b',
    'a\nb',
    '\uD800',
  ])('not %j', (path) => {
    expect(() => withAttachment(file, path, hash)).toThrow('cannot be attached');
  });

  it('must have a SHA-256', () => {
    expect(() => withAttachment(file, 'a', 'abc')).toThrow('SHA-256');
  });

  it('are not renamed onto each other, nor from nothing', () => {
    const two = withAttachment(withAttachment(file, 'a', hash), 'b', hash);
    expect(() => renameAttachment(two, 'a', 'b')).toThrow('attached already');
    expect(() => renameAttachment(two, 'c', 'd')).toThrow('No file "c"');
    expect(() => renameAttachment(two, 'a', '../a')).toThrow('cannot be renamed');
  });
});
