import { expect, test } from 'vitest';
import { stackFrames } from '$lib/components/parts/stack-frames';

test.each([
  ['    at thrower (notebook:///boom.ts:6:9)', { cell: 'boom', line: 6, called: 'thrower' }],
  ['    at notebook:///my%20cell.ts:2:1', { cell: 'my cell', line: 2, called: '' }],
  ['thrower@notebook:///boom.ts:6:9', { cell: 'boom', line: 6, called: 'thrower' }],
  ['    at async Object.compute (notebook:///%E0%A4%A.ts:3:4)', { cell: '%E0%A4%A', line: 3 }],
  ['Error: see notebook:///boom.ts', {}],
])('%s', (line, expected) => {
  const [found] = stackFrames(`${line}\n`);
  expect(found).toMatchObject({ text: line, ...expected });
});
