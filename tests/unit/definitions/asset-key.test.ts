import { assetKeyPath, assetKeyText } from '$lib/definitions/asset-key';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import cases from '../../fixtures/dagster-cases.json' with { type: 'json' };

describe('asset keys as text', () => {
  const known = cases.filter(({ area }) => area === 'asset_key');

  it.each(known.map((each) => [each.id, each] as const))(
    'Dagster case %s',
    (_, { given, expect: expected }) => {
      expect(assetKeyPath(given.user_string!)).toEqual(expected.path);
    },
  );

  it('any parts survive being written and read', () => {
    const path = fc.array(
      fc.string({ minLength: 1, unit: fc.constantFrom('a', '/', '\\', '한', '😀', '\n') }),
      { minLength: 1 },
    );
    fc.assert(
      fc.property(path, (parts) => {
        expect(assetKeyPath(assetKeyText(parts))).toEqual(parts);
      }),
    );
  });

  it.each(['', '/a', 'a//b', 'a/'])('refuses %j, which has an empty part', (text) => {
    expect(() => assetKeyPath(text)).toThrow('empty part');
  });
});
