import { expect, test } from 'vitest';
import { isStorePath } from '$lib/artifacts/store-path';
import { assetKeyText } from '$lib/definitions/asset-key';
import { assetPath, outputPath } from '$lib/execution/value-path';
import cases from '../../fixtures/dagster-cases.json';

interface PathCase {
  readonly area: string;
  readonly id: string;
  readonly given: { readonly asset_key: readonly string[]; readonly partition: string | null };
  readonly expect: { readonly path: string };
}

const pathCases = (cases as unknown as readonly PathCase[]).filter(({ area }) => area === 'io_manager');

test.each(pathCases.map((each) => [each.id, each] as const))('%s', (_, { given, expect: expected }) => {
  const path = assetPath(assetKeyText(given.asset_key), given.partition ?? undefined);
  expect(`<base>/${path}`).toBe(expected.path);
});

test.each([
  ['a key of many parts', assetPath('a/b/c'), 'a/b/c'],
  ['an hour', assetPath('a', '2021-05-05-10:00'), 'a/2021-05-05-10:00'],
  ['a partition of two dimensions', assetPath('a', 'red|2021-05-05'), 'a/red/2021-05-05'],
  ['a slash inside a part', assetPath('a\\/b'), 'a%2Fb'],
  ['a partition that would climb', assetPath('a', '..'), 'a/%2E%2E'],
  ['a partition with a slash', assetPath('a', 'x/../y'), 'a/x%2F..%2Fy'],
  ['an op', outputPath('RUN', 'recipes.clean', 'result'), 'RUN/recipes.clean/result'],
  ['a mapped op', outputPath('RUN', 'm[k0]', 'result'), 'RUN/m[k0]/result'],
  ['a dynamic output', outputPath('RUN', 'split', 'result', 'k0'), 'RUN/split/result/k0'],
])('the path of %s', (_, path, expected) => {
  expect(path).toBe(expected);
  expect(isStorePath(path)).toBe(true);
});
