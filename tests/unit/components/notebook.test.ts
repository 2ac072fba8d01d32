import { expect, test } from 'vitest';
import { selectionOf } from '$lib/components/notebook/asset-selection';
import { parseSelection } from '$lib/graph/selection/parse-selection';
import { printSelection } from '$lib/graph/selection/print-selection';

test.each([
  [selectionOf(['a', 'shop/b']), 'key:"a" or key:"shop/b"'],
  [selectionOf(['a'], 'upstream'), '+key:"a"'],
  [selectionOf(['a', 'b'], 'downstream'), 'key:"a"+ or key:"b"+'],
])('%s is a selection that means what it says', (text, printed) => {
  expect(printSelection(parseSelection(text))).toBe(printed);
});
