import { checkConfig } from '$lib/definitions/config/check-config';
import { configIssues } from '$lib/definitions/config/config-issue';
import { configPathText, type ConfigPath } from '$lib/definitions/config/config-path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z, type ZodType } from 'zod';

/** A schema, a value that fits it, the places of its scalars and those of its records. */
interface Sample {
  readonly schema: ZodType;
  readonly value: unknown;
  readonly scalars: readonly ConfigPath[];
  readonly records: readonly ConfigPath[];
}

const below = (key: string | number, paths: readonly ConfigPath[]) => paths.map((path) => [key, ...path]);
const scalar = <Value>(schema: ZodType, values: fc.Arbitrary<Value>) =>
  values.map((value): Sample => ({ schema, value, scalars: [[]], records: [] }));
const name = fc.stringMatching(/^[a-z]{1,6}$/).filter((text) => text !== 'env');

const { sample } = fc.letrec<{ sample: Sample }>((tie) => ({
  sample: fc.oneof(
    { maxDepth: 3 },
    scalar(z.int(), fc.integer()),
    scalar(z.boolean(), fc.boolean()),
    scalar(z.string(), fc.string()),
    scalar(
      z.number(),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
    ),
    tie('sample').map(({ schema, value, scalars, records }): Sample => ({
      schema: z.array(schema),
      value: [value, value],
      scalars: below(1, scalars),
      records: below(0, records),
    })),
    fc.dictionary(name, tie('sample'), { maxKeys: 4, noNullPrototype: true }).map((fields): Sample => ({
      schema: z.object(Object.fromEntries(Object.entries(fields).map(([key, { schema }]) => [key, schema]))),
      value: Object.fromEntries(Object.entries(fields).map(([key, { value }]) => [key, value])),
      scalars: Object.entries(fields).flatMap(([key, { scalars }]) => below(key, scalars)),
      records: [[], ...Object.entries(fields).flatMap(([key, { records }]) => below(key, records))],
    })),
  ),
}));

/** The value with what `change` makes of the part at a place. */
function changed(value: unknown, [key, ...rest]: ConfigPath, change: (part: unknown) => unknown): unknown {
  if (key === undefined) return change(value);
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<
    string | number,
    unknown
  >;
  copy[key] = changed(copy[key], rest, change);
  return copy;
}

describe('laws of configs', () => {
  it('a config that fits is answered as it is, wherever a scalar comes from the environment', () =>
    fc.assert(
      fc.asyncProperty(sample, fc.nat(), async ({ schema, value, scalars }, pick) => {
        const env: Record<string, string> = {};
        const place = scalars[pick % Math.max(scalars.length, 1)];
        const raw = place
          ? changed(value, place, (part) => {
              env['V'] = typeof part === 'string' ? part : JSON.stringify(part);
              return { env: 'V' };
            })
          : value;
        expect(await checkConfig(schema, raw, env, [])).toEqual({ value, problems: [] });
      }),
    ));

  it('an entry that nothing takes is the one problem, at the record it is in', () =>
    fc.assert(
      fc.asyncProperty(sample, fc.nat(), async ({ schema, value, records }, pick) => {
        fc.pre(records.length > 0);
        const place = records[pick % records.length]!;
        const raw = changed(value, place, (part) => ({ ...(part as object), 'no such': 1 }));
        const issues = configIssues(raw, (await checkConfig(schema, raw, {}, [])).problems);
        expect(issues.map(({ path }) => path)).toEqual([configPathText(place)]);
        expect(issues[0]!.message).toContain('unexpected config entry "no such"');
      }),
    ));

  it('an entry that is taken away is the one problem, with a sample that mends it', () =>
    fc.assert(
      fc.asyncProperty(sample, fc.nat(), async ({ schema, value, scalars }, pick) => {
        const entries = scalars.filter((path) => typeof path.at(-1) === 'string');
        fc.pre(entries.length > 0);
        const place = entries[pick % entries.length]!;
        const raw = changed(value, place.slice(0, -1), (part) => {
          const { [String(place.at(-1))]: _, ...rest } = part as Record<string, unknown>;
          return rest;
        });
        const { problems } = await checkConfig(schema, raw, {}, []);
        expect(problems).toEqual([expect.objectContaining({ missing: place })]);
        const { sample: mended } = problems[0] as { sample: unknown };
        const whole = changed(raw, place, () => mended);
        expect((await checkConfig(schema, whole, {}, [])).problems).toEqual([]);
      }),
    ));
});
