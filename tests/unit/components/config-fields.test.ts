import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { configFields } from '$lib/components/jobs/config-fields';
import type { Json } from '$lib/base/json';

const schema = z.toJSONSchema(
  z.object({
    url: z.string().describe('Where from'),
    tries: z.int().default(3),
    mode: z.enum(['fast', 'slow']).optional(),
    names: z.array(z.string()),
    user: z.object({ id: z.union([z.string(), z.number()]) }),
  }),
  { io: 'input' },
) as Json;

describe('what a config may have', () => {
  test('each entry by its path, with type, default and description; those inside a record after it', () => {
    expect(configFields(schema)).toEqual([
      { path: 'url', type: 'string', isRequired: true, description: 'Where from' },
      { path: 'tries', type: 'integer', isRequired: false, default: 3 },
      { path: 'mode', type: '"fast" | "slow"', isRequired: false },
      { path: 'names', type: 'string[]', isRequired: true },
      { path: 'user', type: 'object', isRequired: true },
      { path: 'user.id', type: 'string | number', isRequired: true },
    ]);
  });

  test.each([undefined, null, true, {}, { type: 'string' }, { properties: [] }])('nothing of %j', (none) => {
    expect(configFields(none as Json)).toEqual([]);
  });
});
