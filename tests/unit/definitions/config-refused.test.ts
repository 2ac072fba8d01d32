import type { StandardSchema } from '$lib/definitions/standard-schema';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { bareRecord } from './bare-schema';
import { plain, resolve } from './resolved-config';

describe('a config that its schema refuses', () => {
  it.each<[string, StandardSchema, unknown, readonly (string | RegExp)[], (string | RegExp)?]>([
    [
      'a missing entry, with a sample (cfg-02)',
      z.object({ n: z.int() }),
      {},
      ['Missing required config entry "n" at the root, expected int'],
      'Sample config for the missing entry: {"n":0}',
    ],
    [
      'a wrong type',
      plain,
      { n: 'x' },
      [/^Invalid config at path root:n: .*expected number, received string/],
      'Expected: int.',
    ],
    ['a fraction is no int (cfg-09)', z.int(), 3.5, [/^Invalid config at the root: .*expected int/]],
    ['a number is no bool (cfg-09)', z.boolean(), 1, [/expected boolean, received number/]],
    [
      'a list member by its index (cfg-08)',
      z.array(z.int()),
      [1, 'a'],
      [/^Invalid config at path root\[1\]: /],
      'Expected: int.',
    ],
    ['null where it may not be', z.int(), null, [/received null/]],
    [
      'a nested path',
      z.object({ a: z.object({ rows: z.array(z.object({ n: z.int() })) }) }),
      { a: { rows: [{ n: 1 }, { n: '2' }] } },
      [/at path root:a:rows\[1\]:n: /],
    ],
    [
      'a nested missing entry',
      z.object({ a: z.object({ b: z.string() }) }),
      { a: {} },
      ['Missing required config entry "b" at path root:a, expected string'],
    ],
    [
      'an unknown entry, though the library drops it',
      plain,
      { n: 1, t: 2 },
      ['Received unexpected config entry "t" at the root.'],
      'Expected: "n", "s", "opt".',
    ],
    [
      'an unknown entry, nearly right',
      plain,
      { n: 1, opts: 2 },
      ['Received unexpected config entry "opts" at the root. Did you mean "opt"?'],
    ],
    [
      'an unknown entry of a strict record',
      z.strictObject({ n: z.int() }),
      { n: 1, t: 2 },
      ['Received unexpected config entry "t" at the root.'],
    ],
    [
      'an unknown entry further down',
      z.object({ rows: z.array(z.object({ n: z.int() })) }),
      { rows: [{ n: 1, m: 2 }] },
      ['Received unexpected config entry "m" at path root:rows[0].'],
    ],
    [
      'an unknown entry beside a loose record',
      z.object({ loose: z.looseObject({}) }),
      { loose: { any: 1 }, t: 1 },
      ['Received unexpected config entry "t" at the root.'],
    ],
    [
      'an unknown entry of another library',
      bareRecord({ n: 'number' }),
      { n: 1, t: 2 },
      ['Received unexpected config entry "t" at the root.'],
    ],
    [
      'two of a selector',
      z.union([z.strictObject({ a: z.int() }), z.strictObject({ b: z.string() })]),
      { a: 1, b: 'x' },
      ['Invalid config at the root: only one entry can be given, of "a", "b"; there are "a" and "b"'],
    ],
    [
      'two of a selector that is not strict',
      z.union([z.object({ a: z.int() }), z.object({ b: z.string() })]),
      { a: 1, b: 'x' },
      ['Received unexpected config entry "b" at the root.'],
    ],
    [
      'none of a selector',
      z.union([z.strictObject({ a: z.int() }), z.strictObject({ b: z.string() })]),
      {},
      [/exactly one entry must be given, of "a", "b"/],
      'Expected: { a: int } | { b: string }.',
    ],
    [
      'the chosen of a selector is wrong',
      z.union([z.strictObject({ a: z.int() }), z.strictObject({ b: z.string() })]),
      { a: 'x' },
      [/^Invalid config at path root:a: .*expected number/],
    ],
    [
      'a selector further down',
      z.object({
        source: z.union([z.strictObject({ file: z.string() }), z.strictObject({ table: z.string() })]),
      }),
      { source: { file: 1 } },
      [/^Invalid config at path root:source:file: .*expected string/],
    ],
    [
      'a union of scalars',
      z.union([z.int(), z.string()]),
      true,
      [/^Invalid config at the root: /],
      'Expected: int | string.',
    ],
    [
      'a word that is none of them',
      z.enum(['A', 'B']),
      'C',
      [/^Invalid config at the root: /],
      'Expected: "A" | "B".',
    ],
    [
      'a union by a word, missing',
      z.discriminatedUnion('t', [z.object({ t: z.literal('a') }), z.object({ t: z.literal('b') })]),
      {},
      ['Missing required config entry "t" at the root, expected "a" | "b"'],
    ],
    [
      'a union by a word, wrong',
      z.discriminatedUnion('t', [z.object({ t: z.literal('a') }), z.object({ t: z.literal('b') })]),
      { t: 'c' },
      [/^Invalid config at path root:t: /],
    ],
    [
      'a value of a record of any keys',
      z.record(z.string(), z.int()),
      { a: 'x' },
      [/^Invalid config at path root:a: /],
      'Expected: int.',
    ],
    [
      'a list where a record belongs',
      plain,
      [],
      [/^Invalid config at the root: .*expected object, received array/],
    ],
    ['no config at all', z.int(), undefined, [/^Missing required config entry/]],
    [
      'everything at once',
      z.object({ n: z.int(), b: z.boolean(), rows: z.array(z.object({ s: z.string() })) }),
      { b: 1, rows: [{ s: 1 }, {}], zz: 1 },
      [
        /at path root:b: /, /at path root:rows\[0\]:s: /, 'Received unexpected config entry "zz" at the root.',
        'Missing required config entry "n" at the root, expected int',
        'Missing required config entry "s" at path root:rows[1], expected string',
      ], // prettier-ignore
    ],
  ])('refuses %s', async (_, schema, raw, errors, remedy) => {
    const resolved = await resolve(schema, raw);
    expect(resolved.errors).toEqual(
      errors.map((text) => expect.stringMatching(text instanceof RegExp ? text : exactly(text))),
    );
    if (remedy) expect(resolved.remedy).toMatch(remedy);
  });
});

const exactly = (text: string) => new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);
