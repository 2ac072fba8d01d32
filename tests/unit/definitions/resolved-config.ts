import { resolveConfig } from '$lib/definitions/config/resolve-config';
import type { StandardSchema } from '$lib/definitions/standard-schema';
import { z } from 'zod';

/** The value of a config, or its errors line by line. */
export async function resolve(
  schema: StandardSchema | undefined,
  raw: unknown,
  env: Record<string, string> = {},
) {
  try {
    return { value: await resolveConfig(schema, raw, env) };
  } catch (error) {
    const { message, remedy } = error as Error & { remedy: string };
    return { errors: message.split('\n'), remedy };
  }
}

export const plain = z.object({ n: z.int(), s: z.string().default('x'), opt: z.int().optional() });
