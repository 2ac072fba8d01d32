import { expect, test } from 'vitest';
import { importedSpecifiers } from '$lib/notebook/imported-specifiers';

const cell = (id: string, text: string, more = {}) => ({ id, kind: 'code', text, ...more });

test('what cells import, with the cells', () => {
  const cells = [
    cell(
      'a',
      'import { asset } from "dagbook";\nimport ms, {\n  type A,\n  b as c,\n} from \'ms\'; import "side";',
    ),
    cell(
      'b',
      'const { x } = await import("ms"); import * as _ from "lodash/fp";\nimport type { T } from "@t/u";',
    ),
    cell('c', 'import "gone";', { disabled: true }),
    cell('d', 'import "prose";', { kind: 'markdown' }),
    cell('e', 'const s = "words from \\"x\\"", from = "y"; import("./z.js")'),
    cell('f', 'import {\n} from "empty"\nimport "side"'),
  ];
  expect([...importedSpecifiers(cells)].map(([name, ids]) => `${name} ${ids}`)).toEqual([
    'ms a,b',
    'side a,f',
    'lodash/fp b',
    '@t/u b',
    'empty f',
  ]);
});
