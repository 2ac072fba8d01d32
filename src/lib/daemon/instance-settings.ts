import { z } from 'zod/mini';
import { DagbookError } from '../base/errors';
import type { Storage } from '../storage/storage';

// Compiling schemas needs `new Function`, which the page's policy refuses.
z.config({ jitless: true });

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

const tagLimit = z.strictObject({
  key: z.string(),
  value: z.optional(z.union([z.string(), z.strictObject({ applyLimitPerUniqueValue: z.literal(true) })])),
  limit: count,
});

/** A section that may be left out: all of it has its defaults. */
const section = <Shape extends z.core.$ZodLooseShape>(shape: Shape) =>
  z.prefault(z.strictObject(shape), {} as never);

/** Names are those of `dagster.yaml`, in camelCase; so are the defaults where Dagster has the setting. */
export const settingsSchema = z.strictObject({
  concurrency: section({
    runs: section({
      /** -1: no limit; 0: nothing is launched. */
      maxConcurrentRuns: z._default(limit, 10),
      tagConcurrencyLimits: z._default(z.array(tagLimit), []),
    }),
    pools: section({
      /** Of pools without a limit of their own; absent: none. */
      defaultLimit: z.optional(count),
      /** `run`: a run takes a slot of each of its pools for as long as it lasts. */
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
    /** 0: none. */
    maxRuntimeSeconds: z._default(seconds, 0),
    /** How often a run whose leader has died is taken up again before it counts as failed. */
    maxResumeRunAttempts: z._default(count, 10),
  }),
  schedules: section({ maxTickRetries: z._default(count, 0) }),
  freshness: section({ enabled: z._default(z.boolean(), true) }),
  retention: section({
    schedule: z.prefault(tickDays, {}),
    sensor: z.prefault(tickDays, { skipped: 7 }),
    autoMaterialize: z.prefault(tickDays, { skipped: 7 }),
    /** Of automation conditions. */
    evaluations: z._default(days, 30),
    runs: z._default(days, -1),
    /** Finished runs that are kept of each job; 0 keeps all. */
    runsPerJob: z._default(count, 0),
    /** Materializations of an asset, or of a partition of it, whose values are kept; 0 keeps all. */
    valueVersions: z._default(count, 0),
    /** Runs and values are given up, oldest first, where the whole store is larger; 0: no budget. */
    budgetBytes: z._default(count, 0),
  }),
});

/** How the instance behaves, with all defaults filled in. */
export type InstanceSettings = z.infer<typeof settingsSchema>;

/** Settings as a person gives them: what is left out has its default. */
export type GivenSettings = z.input<typeof settingsSchema>;

export const defaultSettings: InstanceSettings = settingsSchema.parse({});

/** Throws `InvalidSettings`, all that is wrong in one error. */
export function parseSettings(given: unknown, from = 'the settings'): InstanceSettings {
  const parsed = settingsSchema.safeParse(given ?? {});
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map(
    ({ path, message }) => `${path.join('.') || 'all of it'}: ${message}`,
  );
  throw new DagbookError(`Wrong in ${from}: ${wrong.join('; ')}`, {
    name: 'InvalidSettings',
    remedy: 'Correct these; what is left out has its default.',
  });
}

const key = 'instance';

/** The settings that are stored, read again only when they have changed; what cannot be read has its defaults. */
export function settingsReader(
  storage: Pick<Storage, 'getSetting' | 'subscribe'>,
  given?: GivenSettings,
): () => Promise<InstanceSettings> {
  let known: Promise<InstanceSettings> | undefined;
  storage.subscribe((changes) => {
    if (changes.some((change) => change.topic === 'settings' && change.key === key)) known = undefined;
  });
  async function read(): Promise<InstanceSettings> {
    if (given) return parseSettings(given);
    const text = await storage.getSetting(key);
    return parseSettings(text === undefined ? {} : JSON.parse(text));
  }
  return () => (known ??= read());
}

/** Stores what is given, whole. Rejects with `InvalidSettings`. */
export async function storeSettings(
  storage: Pick<Storage, 'setSetting'>,
  given: GivenSettings,
): Promise<void> {
  parseSettings(given);
  await storage.setSetting(key, JSON.stringify(given));
}
