import { expect, test } from 'vitest';
import { executeInProcess, materialize } from 'dagbook/testing';
import * as notebook from '../../../fixtures/private-ops.nb.ts';

const { batter, whiskJob } = notebook;

test('ops that a notebook does not export are called as its lines bind them', async () => {
  const result = await materialize({ batter });
  expect(result.outputValue('batter.whisk')).toBe(3);
  expect(result.assetValue('batter')).toBe(6);
  expect((await executeInProcess(whiskJob)).outputValue('whisk')).toBe(3);
});

test('wrong definitions are told with their cell and line', async () => {
  await expect(materialize(notebook)).rejects.toMatchObject({ at: { cell: 'wrong', line: 3 } });
});
