import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { isShipped, pinTitle, readPin, writePin } from '$lib/notebook/package-pin';
import { shippedPackages } from '$lib/notebook/shipped-packages';

const hash = 'ab'.repeat(32);

test.each([
  ['npm:ms@2.1.3', 'ms@2.1.3'],
  ['npm:@turf/area@7.1.0', '@turf/area@7.1.0'],
  ['npm:lodash@4.17.21/fp', 'lodash@4.17.21/fp'],
  [`npm:d3-array@3.2.4?deps=internmap@2.0.3,@types/d3-array@3.2.1#${hash}`, 'd3-array@3.2.4'],
  [`npm:x@1.0.0-beta.1+b/dist/x.js#${hash}`, 'x@1.0.0-beta.1+b/dist/x.js'],
])('%s is one version, and is written as it was read', (text, title) => {
  const pin = readPin(text)!;
  expect(pinTitle(pin)).toBe(title);
  expect(writePin(pin)).toBe(text);
});

test.each([
  'ms',
  'npm:ms',
  'npm:ms@^2.1.3',
  'npm:ms@latest',
  'jsr:@std/csv@1.0.0',
  'npm:../x@1.0.0',
  'npm:x@1.0.0/../y',
  `npm:x@1.0.0#${'z'.repeat(64)}`,
  'https://esm.sh/ms@2.1.3',
])(
  // prettier-ignore
  '%s is no version of a package',
  (text) => expect(readPin(text)).toBeUndefined(),
);

test('the app has just the versions that it says', () => {
  const { devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
  for (const [name, version] of Object.entries(shippedPackages)) expect(devDependencies[name]).toBe(version);
  const d3 = (more: string) => isShipped(readPin(`npm:d3@${shippedPackages.d3}${more}`)!);
  expect([d3(''), d3('/dist/d3.js'), d3(`#${hash}`), isShipped(readPin('npm:d3@6.0.0')!)]).toEqual([true, false, false, false]); // prettier-ignore
});
