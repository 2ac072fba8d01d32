import { z } from 'zod/mini';
import { DagbookError, type SourceLocation } from '../base/errors';
import type { Storage } from '../storage/storage';
import { changedSettings } from './changed-settings';
import type { GivenSettings, InstanceSettings } from './settings-types';

export type { GivenSettings, InstanceSettings };

// Compiling schemas needs `new Function`, which the page's policy refuses.
z.config({ jitless: true, ...z.locales.en() });

const count = z.int().check(z.nonnegative());
const limit = z.int().check(z.gte(-1));
const seconds = z.number().check(z.nonnegative());
/** In days; -1 keeps for ever. */
const days = z.number().check(z.gte(-1));
const tickDays = z.strictObject({
  skipped: z._default(days, -1),
  success: z._default(days, -1),
  failure: z._default(days, -1),
});

const registryAddress = z.string().check(z.regex(/^https?:\/\/[^\s/]+/, 'the address of a registry'));

const tagLimit = z.strictObject({
  key: z.string(),
  value: z.optional(z.union([z.string(), z.strictObject({ applyLimitPerUniqueValue: z.literal(true) })])),
  limit: count,
});

/** A section that may be left out: all of it has its defaults. */
const section = <Shape extends z.core.$ZodLooseShape>(shape: Shape) =>
  z.prefault(z.strictObject(shape), {} as never);

/** The defaults are Dagster's, where it has the setting. */
const settingsSchema: z.ZodMiniType<InstanceSettings> = z.strictObject({
  concurrency: section({
    runs: section({
      maxConcurrentRuns: z._default(limit, 10),
      tagConcurrencyLimits: z._default(z.array(tagLimit), []),
    }),
    pools: section({
      defaultLimit: z.optional(count),
      granularity: z._default(z.enum(['op', 'run']), 'op'),
      limits: z._default(z.record(z.string(), count), {}),
    }),
  }),
  runRetries: section({
    enabled: z._default(z.boolean(), false),
    maxRetries: z._default(count, 0),
    retryOnAssetOrOpFailure: z._default(z.boolean(), true),
  }),
  runMonitoring: section({
    startTimeoutSeconds: z._default(seconds, 180),
    cancelTimeoutSeconds: z._default(seconds, 180),
    maxRuntimeSeconds: z._default(seconds, 0),
    maxResumeRunAttempts: z._default(count, 10),
  }),
  schedules: section({ maxTickRetries: z._default(count, 0) }),
  freshness: section({ enabled: z._default(z.boolean(), true) }),
  packages: section({
    source: z._default(registryAddress, 'https://registry.npmjs.org'),
    jsr: z._default(registryAddress, 'https://npm.jsr.io'),
  }),
  retention: section({
    schedule: z.prefault(tickDays, {}),
    sensor: z.prefault(tickDays, { skipped: 7 }),
    autoMaterialize: z.prefault(tickDays, { skipped: 7 }),
    evaluations: z._default(days, 30),
    runs: z._default(days, -1),
    runsPerJob: z._default(count, 0),
    valueVersions: z._default(count, 0),
    budgetBytes: z._default(count, 0),
  }),
});

export const defaultSettings: InstanceSettings = settingsSchema.parse({});

/** Throws `InvalidSettings`, all that is wrong in one error; `placeOf` tells where the first of it is written. */
export function parseSettings(
  given: unknown,
  from = 'the settings',
  placeOf?: (path: readonly PropertyKey[]) => SourceLocation,
): InstanceSettings {
  const parsed = settingsSchema.safeParse(given ?? {});
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map(
    ({ path, message }) => `${path.join('.') || 'all of it'}: ${message}`,
  );
  throw new DagbookError(`Wrong in ${from}: ${wrong.join('; ')}`, {
    name: 'InvalidSettings',
    remedy: 'Correct these; what is left out has its default.',
    at: placeOf?.(placeOfIssue(parsed.error.issues[0]!)),
  });
}

const placeOfIssue = (issue: z.core.$ZodIssue): readonly PropertyKey[] =>
  issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0]!] : issue.path;

const key = 'instance';

/** The settings that are stored, read again only when they have changed; what cannot be read has its defaults. */
export function settingsReader(
  storage: Pick<Storage, 'getSetting' | 'subscribe'>,
  given?: GivenSettings,
  onError: (error: unknown) => void = console.error,
): () => Promise<InstanceSettings> {
  let known: Promise<InstanceSettings> | undefined;
  storage.subscribe((changes) => {
    if (changes.some((change) => change.topic === 'settings' && change.key === key)) known = undefined;
  });
  async function read(): Promise<InstanceSettings> {
    if (given) return parseSettings(given);
    const text = await storage.getSetting(key);
    try {
      return parseSettings(text === undefined ? {} : JSON.parse(text));
    } catch (error) {
      onError(error);
      return defaultSettings;
    }
  }
  return () => (known ??= read());
}

/** Stores what is given, whole, as far as it is not the default. Rejects with `InvalidSettings`. */
export async function storeSettings(
  storage: Pick<Storage, 'setSetting'>,
  given: GivenSettings,
): Promise<void> {
  const changed = changedSettings(parseSettings(given), defaultSettings);
  await storage.setSetting(key, JSON.stringify(changed));
}
