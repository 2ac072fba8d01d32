import { EnvVar } from '$lib/definitions/env-var';
import { configSchemaJson } from '$lib/definitions/config/json-schema';
import type { StandardSchema } from '$lib/definitions/standard-schema';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { bareRecord } from './bare-schema';
import { plain, resolve } from './resolved-config';

describe('a config by its schema', () => {
  it.each<[string, StandardSchema | undefined, unknown, unknown]>([
    ['defaults are filled in, what is optional stays away (cfg-01)', plain, { n: 1 }, { n: 1, s: 'x' }],
    ['null where it may be (cfg-07)', z.int().nullable(), null, null],
    ['whole numbers widen to float (cfg-09)', z.number(), 3, 3],
    ['a record of any keys', z.record(z.string(), z.int()), { a: 1, b: 2 }, { a: 1, b: 2 }],
    [
      'a loose record keeps what it does not know',
      z.looseObject({ n: z.int() }),
      { n: 1, more: [2] },
      { n: 1, more: [2] },
    ],
    ['one of several words', z.enum(['A', 'B']), 'B', 'B'],
    [
      'a selector',
      z.union([z.strictObject({ a: z.int() }), z.strictObject({ b: z.string() })]),
      { b: 'x' },
      { b: 'x' },
    ],
    [
      'a union by a word',
      z.discriminatedUnion('t', [
        z.object({ t: z.literal('a'), n: z.int() }),
        z.object({ t: z.literal('b') }),
      ]),
      { t: 'a', n: 1 },
      { t: 'a', n: 1 },
    ],
    ['a list of records', z.array(z.object({ n: z.int() })), [{ n: 1 }, { n: 2 }], [{ n: 1 }, { n: 2 }]],
    ['an asynchronous schema', z.string().refine(async () => true), 'a', 'a'],
    [
      'a transformed entry',
      z.object({ day: z.string().transform((text) => new Date(text)) }),
      { day: '2021-05-05' },
      { day: new Date('2021-05-05') },
    ],
    [
      'a transformed record may rename its entries',
      z.object({ a: z.int() }).transform(({ a }) => ({ b: a })),
      { a: 1 },
      { b: 1 },
    ],
    [
      'an intersection',
      z.intersection(z.object({ a: z.int() }), z.object({ b: z.int() })),
      { a: 1, b: 2 },
      { a: 1, b: 2 },
    ],
    [
      'a schema that refers to itself',
      tree(),
      { n: 1, children: [{ n: 2, children: [] }] },
      { n: 1, children: [{ n: 2, children: [] }] },
    ],
    ['nothing given: all has defaults', z.object({ s: z.string().default('x') }), undefined, { s: 'x' }],
    ['nothing given: a default of the whole', z.int().default(7), undefined, 7],
    ['nothing given and no schema', undefined, undefined, undefined],
    ['anything goes without a schema', undefined, { a: [1] }, { a: [1] }],
    ['another library', bareRecord({ n: 'number' }), { n: 1 }, { n: 1 }],
  ])('%s', async (_, schema, raw, value) => {
    expect(await resolve(schema, raw)).toEqual({ value });
  });
});

describe('environment variables', () => {
  const at = { env: 'FOOV' };
  it.each<[string, StandardSchema | undefined, unknown, string, unknown]>([
    ['a text', z.string(), at, '12', '12'],
    ['a text that spells an int (cfg-10)', z.int(), at, '12', 12],
    ['a text that spells a truth value', z.boolean(), at, 'true', true],
    ['a float', z.number(), at, '-1.5e3', -1500],
    [
      'one entry a number, the other text',
      z.object({ n: z.int(), s: z.string() }),
      { n: at, s: at },
      '12',
      { n: 12, s: '12' },
    ],
    ['in a list', z.array(z.int()), [1, at], '2', [1, 2]],
    ['in a union, text first', z.union([z.int(), z.string()]), at, '12', '12'],
    [
      'within a selector',
      z.union([z.strictObject({ n: z.int() }), z.strictObject({ s: z.string() })]),
      { n: at },
      '12',
      { n: 12 },
    ],
    ['an entry called env is no variable', z.object({ env: z.string() }), at, '12', { env: 'FOOV' }],
    ['without a schema', undefined, { deep: [at] }, '12', { deep: ['12'] }],
    ['as the class', z.object({ n: z.int() }), { n: new EnvVar('FOOV') }, '12', { n: 12 }],
  ])('%s', async (_, schema, raw, text, value) => {
    expect(await resolve(schema, raw, { FOOV: text })).toEqual({ value });
  });

  it('one that is not set is named with its place', async () => {
    expect(await resolve(z.object({ n: z.int(), m: z.int() }), { n: at, m: 'x' })).toMatchObject({
      errors: [
        'The environment variable "FOOV", which gives the value at path root:n, is not set',
        expect.stringMatching(/at path root:m/),
      ],
      remedy: expect.stringMatching(/Set FOOV/),
    });
  });

  it.each<[string, StandardSchema, unknown]>([
    ['a wrong value', z.object({ n: z.int() }), { n: at }],
    ['a library that shows what it received', bareRecord({ n: 'number' }), { n: at }],
    ['a rule of the whole that shows it', z.object({ n: z.string() }).refine(() => false, { error: ({ input }) => JSON.stringify(input) }), { n: at }], // prettier-ignore
    ['a rule of another entry that shows it', z.object({ n: z.string(), m: z.string().refine(() => false, 'not hunter2') }), { n: at, m: '' }], // prettier-ignore
  ])('its value is never shown: %s', async (_, schema, raw) => {
    const { errors, remedy } = await resolve(schema, raw, { FOOV: 'hunter2' });
    expect(errors?.join()).toMatch(
      'The value of the environment variable "FOOV" does not fit at path root:n',
    );
    expect(JSON.stringify([errors, remedy])).not.toMatch('hunter2');
  });
});

describe('a schema as data', () => {
  it('is JSON Schema where the library says it', () => {
    expect(configSchemaJson(plain)).toEqual({
      type: 'object',
      properties: {
        n: { type: 'integer', minimum: expect.any(Number), maximum: expect.any(Number) },
        s: { type: 'string', default: 'x' },
        opt: { type: 'integer', minimum: expect.any(Number), maximum: expect.any(Number) },
      },
      required: ['n'],
    });
  });
  it('and nothing where it cannot', () => {
    expect(configSchemaJson(z.date())).toBeUndefined();
    expect(configSchemaJson(bareRecord({}))).toBeUndefined();
    expect(configSchemaJson(undefined)).toBeUndefined();
  });
});

function tree() {
  const node = z.object({
    n: z.int(),
    get children() {
      return z.array(node);
    },
  });
  return node;
}
