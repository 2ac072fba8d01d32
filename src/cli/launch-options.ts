import type { Json } from '$lib/base/json';
import type { LaunchRequest } from '$lib/instance/instance';
import { UsageError } from './usage-error';
import type { Option, OptionValues } from './verb';

/** What every verb that launches a run can be told of it; Dagster's flags. */
export const launchOptions = {
  partition: {
    type: 'string',
    value: 'KEYS',
    help: 'The partition, several with commas between them, or a range FIRST...LAST',
  },
  'config-json': { type: 'string', value: 'JSON', help: 'The run config, as JSON' },
  tags: { type: 'string', value: 'JSON', help: 'Tags of the run, as JSON: \'{"team": "kitchen"}\'' },
} as const satisfies Record<string, Option>;

type LaunchFields = Pick<LaunchRequest, 'partition' | 'config' | 'tags'>;

/** The part of a launch that `launchOptions` say. Throws `UsageError` where JSON is not what it should be. */
export function launchFields({ partition, 'config-json': config, tags }: OptionValues): LaunchFields {
  return {
    ...(partition !== undefined && { partition: String(partition) }),
    ...(config !== undefined && { config: jsonObject('config-json', String(config)) }),
    ...(tags !== undefined && { tags: tagsOf(jsonObject('tags', String(tags))) }),
  };
}

function jsonObject(flag: string, text: string): { readonly [name: string]: Json } {
  const remedy = 'Write a JSON object in single quotes: \'{"name": "value"}\'.';
  try {
    const value = JSON.parse(text) as Json;
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as { readonly [name: string]: Json };
  } catch (error) {
    throw new UsageError(`--${flag} is not JSON: ${(error as Error).message}`, { remedy });
  }
  throw new UsageError(`--${flag} takes a JSON object, not ${text}`, { remedy });
}

function tagsOf(given: { readonly [name: string]: Json }): Readonly<Record<string, string>> {
  const wrong = Object.entries(given).find(([, value]) => typeof value !== 'string');
  if (wrong)
    throw new UsageError(`--tags: the value of ${wrong[0]} is not text`, {
      remedy: 'Put it in double quotes.',
    });
  return given as Readonly<Record<string, string>>;
}
