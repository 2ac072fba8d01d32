import { beforeAll, expect, test } from 'vitest';
import type { SerializedError } from '$lib/base/errors';
import * as dagbook from '$lib/definitions';
import { ephemeralHome } from './ephemeral-home';
import { wrongCells } from './wrong-cells';

const idOf = (index: number) => `bad${String(index).padStart(5, '0')}`;
const names = wrongCells.map(([name], index) => [name, index] as const);

let errors: readonly SerializedError[];
beforeAll(async () => {
  const { instance, close } = await ephemeralHome();
  const imports = `// %% {"id":"imports0"}\nimport { ${Object.keys(dagbook).join(', ')} } from 'dagbook';\n`;
  const cells = wrongCells.map(([, text], index) => `// %% {"id":"${idOf(index)}"}\n${text}\n`);
  await instance.createNotebook({ id: 'bad', source: [imports, ...cells].join('\n') });
  ({ errors } = await instance.loadLocation('bad'));
  await close();
});

test.each(names)('%s', (_, index) => {
  const [, , ...told] = wrongCells[index]!;
  const own = errors.filter(({ at }) => at?.cell === idOf(index));
  expect(own.map(({ at, message, remedy }) => [at!.line, message, remedy])).toEqual(
    told.map(([line, message, remedy]) => [line, message, remedy]),
  );
});

test('all are told at once, each with its cell and line', () => {
  expect(errors).toHaveLength(wrongCells.reduce((count, [, , ...told]) => count + told.length, 0));
  for (const { at } of errors)
    expect(at).toMatchObject({ cell: expect.any(String), line: expect.any(Number) });
});

test('what our own code is on the stack is nobody’s business: a cell’s stack begins in the cell', () => {
  const thrown = errors.find(({ name }) => name === 'TypeError')!;
  expect(thrown.at).toMatchObject({ line: 3, column: 9 });
});
