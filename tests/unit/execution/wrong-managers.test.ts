import { expect, test } from 'vitest';
import { foldRun } from '$lib/events/run-state';
import { workbench } from './workbench';

test('what is not required, and managers that cannot do what they are asked, are named with cell, line and remedy', async () => {
  const bench = await workbench(`
export const db = resource(() => 1);
export const shelf = ioManager(() => ({ loadInput: () => 1 }));
export const chute = ioManager(() => ({ handleOutput() {} }));
export const number = ioManager(() => 5);
export const hasDb = asset({ resources: ['db'] }, (_, { resources }) => resources.db);
export const hasNone = asset((_, { resources }) =>
  resources.db);
export const slips = asset({ resources: ['db'] }, (_, { resources }) => resources.dbb);
export const keeps = asset({ ioManagerKey: 'shelf' }, () => 1);
export const drops = asset({ ioManagerKey: 'chute' }, () => 1);
export const reads = asset({ ins: { drops } }, ({ drops }) => drops);
export const counts = asset({ key: ['shop', 'counts'], ioManagerKey: 'number' }, () => 1);
`);
  const run = await bench.launch();
  await bench.drive(run);
  const { steps } = foldRun(await bench.events(run));
  const errors = [...steps].flatMap(([key, { error }]) => (error ? [[key, error] as const] : []));
  expect(
    errors.map(([key, { name, message, remedy, at }]) => [key, name, at?.line, message, remedy]).sort(),
  ).toEqual([
    ['hasNone', 'UnknownResource', 9, 'hasNone: context.resources has no "db", since it does not require it.', 'Name it in its options: resources: ["db"].'],
    ['keeps', 'InvalidIOManager', 4, 'keeps: cannot store output "result" (asset keeps) at keeps: the IO manager "shelf" has no handleOutput', 'Give what shelf answers a function handleOutput, or name another IO manager.'],
    ['reads', 'InvalidIOManager', 5, 'reads: cannot load input "drops" (asset drops) from drops: the IO manager "chute" has no loadInput', 'Give what chute answers a function loadInput, or name another IO manager.'],
    ['shop__counts', 'InvalidIOManager', 6, 'shop__counts: cannot store output "result" (asset shop/counts) at shop/counts: the IO manager "number" has no handleOutput', 'Give what number answers a function handleOutput, or name another IO manager.'],
    ['slips', 'UnknownResource', 10, 'slips: context.resources has no "dbb", since it does not require it. Did you mean "db"?', 'Name it in its options: resources: ["dbb"].'],
  ]); // prettier-ignore
  for (const [, { at }] of errors) expect(at?.cell).toEqual(expect.any(String));
  await bench.close();
});
