import { expect, test } from 'vitest';
import { packageRows } from '$lib/components/notebook/packages/package-rows';
import { comesWithApp, readWanted, usualSpecifier } from '$lib/components/notebook/packages/wanted-package';
import { shippedPackages } from '$lib/notebook/shipped-packages';

test.each([
  ['ms', ['ms', '', '']],
  [' npm:ms@2.1.3 ', ['ms', '2.1.3', '']],
  ['@turf/area@^7', ['@turf/area', '^7', '']],
  ['lodash/fp', ['lodash', '', '/fp']],
  ['lodash/fp@4', ['lodash', '4', '/fp']],
  ['lodash@4.17.21/fp', ['lodash', '4.17.21', '/fp']],
  ['ms@next', ['ms', 'next', '']],
  ['jsr:@std/path@^1/posix', ['@jsr/std__path', '^1', '/posix']],
  ['ms@>=1 <3', ['ms', '>=1 <3', '']],
])('%s is asked for as it is written', (text, [name, range, path]) => {
  expect(readWanted(text)).toEqual({ name, range, path });
});

test.each(['', '@turf', 'a b', '../up', 'ms/../up', 'a/b@1/c', 'https://x.y/z', 'ms@'])(
  '"%s" is no package',
  (text) => expect(readWanted(text)).toBeUndefined(),
);

test('a package of JSR is imported by the name that it has there', () => {
  expect(usualSpecifier(readWanted('jsr:@std/path@1/posix')!)).toBe('@std/path/posix');
  expect(usualSpecifier(readWanted('@turf/area')!)).toBe('@turf/area');
});

test('the app need not fetch what it has, in that version', () => {
  const comes = (text: string) => comesWithApp(readWanted(text)!);
  expect([comes('d3'), comes(`d3@${shippedPackages.d3}`), comes('d3@6'), comes('d3/x'), comes('ms')]).toEqual([true, true, false, false, false]); // prettier-ignore
});

test('the packages of a notebook: what is missing first, then by name', () => {
  const hash = 'a'.repeat(64);
  const cells = [{ id: 'c1', kind: 'code', text: 'import "d3"; import "ms"; import "sums"; import "zod";' }];
  const imports = {
    dagbook: 'npm:dagbook@0.0.0',
    sums: `npm:sums@1.0.0?deps=ones@1.0.0#${hash}`,
    d3: 'npm:d3@6.0.0',
    left: 'jsr:@std/left@1',
  };
  expect(packageRows(cells, imports, { [hash]: 12 }).map(({ specifier, state, pin, size, isPinned, cells }) => [specifier, state, pin?.version, size, isPinned, cells.length])).toEqual([
    ['d3', 'missing', '6.0.0', undefined, true, 1],
    ['left', 'missing', undefined, undefined, true, 0],
    ['ms', 'missing', undefined, undefined, false, 1],
    ['sums', 'kept', '1.0.0', 12, true, 1],
    ['zod', 'shipped', shippedPackages.zod, undefined, false, 1],
  ]); // prettier-ignore
});
