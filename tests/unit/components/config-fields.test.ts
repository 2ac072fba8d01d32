import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { configFields } from '$lib/components/jobs/config-fields';
import type { ConfigPart } from '$lib/components/launch/config-parts';

const partOf = (schema: z.ZodType): ConfigPart => ({
  at: ['ops', 'load', 'config'],
  schema: z.toJSONSchema(schema, { io: 'input' }) as ConfigPart['schema'],
});

describe('what a config may have', () => {
  test('each entry by its path, with its default and description; those inside a record after it', () => {
    const schema = z.object({
      url: z.string().describe('Where from'),
      tries: z.int().default(3),
      user: z.object({ id: z.string(), mode: z.enum(['fast', 'slow']).optional() }),
    });
    expect(configFields(partOf(schema))).toMatchObject([
      { path: 'url', isRequired: true, description: 'Where from' },
      { path: 'tries', isRequired: false, default: 3 },
      { path: 'user', isRequired: true },
      { path: 'user.id', isRequired: true },
      { path: 'user.mode', isRequired: false },
    ]);
  });

  test('nothing of what is no record; a record that holds itself is told for a while', () => {
    expect(configFields(partOf(z.string()))).toEqual([]);
    const node: z.ZodType = z.object({ get next() { return node.optional(); } }); // prettier-ignore
    expect(configFields(partOf(node)).map(({ path }) => path)).toEqual([
      'next', 'next.next', 'next.next.next', 'next.next.next.next',
    ]); // prettier-ignore
  });
});
