import { expect, test } from 'vitest';
import { parseWorkspace } from '../../../src/cli/workspace-file';

test('a workspace names notebooks, relative to itself', () => {
  const text = `load_from:
  - notebook: { relative_path: a.nb.ts, location_name: sales }
  - notebook: sub/b.nb.ts
`;
  expect(parseWorkspace(text, '/home/ann/workspace.yaml')).toEqual([
    { file: '/home/ann/a.nb.ts', name: 'sales' },
    { file: '/home/ann/sub/b.nb.ts', name: 'b' },
  ]);
});

test.each([
  ['load_from: [', 1, 'Not YAML'],
  ['', 1, 'There is no list load_from'],
  ['load_from: {}', 1, 'There is no list load_from'],
  ['load_from: []', 1, 'load_from names no notebook'],
  ['load_from:\n  - a.nb.ts', 2, 'An entry of load_from is no notebook'],
  ['load_from:\n  - python_file: a.py', 2, 'There is no setting python_file'],
  ['load_from:\n  - notebook: { location_name: a }', 2, 'relative_path is missing'],
  [
    'load_from:\n  - notebook:\n      relative_path: a.nb.ts\n      locationname: a',
    4,
    'There is no setting locationname',
  ],
  ['load_from:\n  - notebook: a.py', 2, 'a.py is no notebook'],
  ['load_from:\n  - notebook: a.nb.ts\n  - notebook: x/a.nb.ts', 3, 'Two notebooks are named a'],
  ['load_from:\n  - notebook: a.nb.ts\nlogs: 1', 3, 'There is no setting logs'],
])('%j is wrong in line %i', (text, line, message) => {
  expect(() => parseWorkspace(text, 'workspace.yaml')).toThrow(
    expect.objectContaining({
      message: expect.stringContaining(message),
      remedy: expect.stringMatching(/./),
      at: { file: 'workspace.yaml', line },
    }),
  );
});
