import { expect, test } from 'vitest';
import { pastedFiles } from '../../../src/lib/components/notebook/commands/pasted-files';
import { newCell } from '../../../src/lib/notebook/cell';

const files = (...titles: string[]) =>
  titles.map((title) => ({ path: title.split('#')[0]!, hash: title.split('#')[1]!, size: 1 }));
const cells = [
  `const a = await context.file("rows.csv").csv();`,
  `export const b = asset((_, { file }) => Promise.all([file('data/b.json').json(), file(name), file(\`\${x}.csv\`)]));`,
].map((text) => ({ ...newCell('code'), text }));
const outcome = (known: string[], present: string[]) => {
  const { coming, missing, other } = pastedFiles(cells, files(...known), files(...present));
  return { coming: coming.map(({ path }) => path), missing, other };
};

test('what pasted cells read comes with them, where it is to be had and its path is free', () => {
  expect(outcome(['rows.csv#1', 'data/b.json#2', 'unread.csv#3'], [])).toEqual({
    coming: ['rows.csv', 'data/b.json'],
    missing: [],
    other: [],
  });
  expect(outcome(['rows.csv#1'], ['data/b.json#2'])).toEqual({
    coming: ['rows.csv'],
    missing: [],
    other: [],
  });
});

test('what is not to be had is named, and what is another file here', () => {
  expect(outcome([], ['rows.csv#1'])).toEqual({ coming: [], missing: ['data/b.json'], other: [] });
  expect(outcome(['rows.csv#1', 'data/b.json#2'], ['rows.csv#9'])).toEqual({
    coming: ['data/b.json'],
    missing: [],
    other: ['rows.csv'],
  });
});
