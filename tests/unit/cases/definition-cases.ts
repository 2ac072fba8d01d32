import {
  asset,
  AssetIn,
  buildScheduleContext,
  buildSensorContext,
  evaluateSchedule,
  evaluateSensor,
  job,
  op,
  RetryPolicy,
  schedule,
  sensor,
  SkipReason,
  type Backoff,
  type Jitter,
} from 'dagbook';
import { executeInProcess, materialize } from 'dagbook/testing';
import { expect } from 'vitest';
import { z } from 'zod';
import type { EventOf } from '$lib/events/event';
import { fromWireType, toWireType } from '$lib/events/wire-type';
import type { DagsterCase } from '../../contract/cases/case-bench';
import { collect } from '../definitions/collect';
import { alike, type CaseTable } from './case-table';

interface Policy {
  readonly max_retries?: number;
  readonly delay?: number;
  readonly backoff?: Backoff;
  readonly jitter?: Jitter;
}

const policyOf = ({ max_retries, ...rest }: Policy, maxRetries = max_retries) =>
  new RetryPolicy({ ...rest, ...(maxRetries !== undefined && { maxRetries }) });

/** The wait that the log tells of after the attempt failed. */
const waits = async ({ given: { policy, attempt }, expect: { delay_seconds } }: DagsterCase) => {
  const fails = op({ name: 'fails', retryPolicy: policyOf(policy, attempt) }, () => {
    throw new Error('again');
  });
  const result = await executeInProcess(
    job({ name: 'failing' }, () => void fails()),
    { raiseOnError: false },
  );
  const asked = result.events.filter(
    (event): event is EventOf<'STEP_UP_FOR_RETRY'> => event.type === 'STEP_UP_FOR_RETRY',
  );
  const { secondsToWait } = asked[attempt - 1]!.data;
  const [least, most] = delay_seconds.between ?? [delay_seconds, delay_seconds];
  expect(secondsToWait).toBeGreaterThanOrEqual(least);
  expect(secondsToWait).toBeLessThanOrEqual(most);
};

const retries: CaseTable = {
  ...alike(['ret-03', 'ret-06', 'ret-07', 'ret-09', 'ret-10', 'ret-12'], waits),
  'ret-13': ({ given: { policy } }) => {
    expect(() => policyOf(policy)).toThrow('RetryPolicy: backoff is given without a delay');
  },
  'ret-15-default': ({ expect: { max_retries, delay } }) => {
    const policy = new RetryPolicy();
    expect([policy.maxRetries, policy.delay ?? null]).toEqual([max_retries, delay]);
  },
};

/** What an op with this schema gets for its config, or all that is wrong with it. */
export async function configured(configSchema: z.ZodType | undefined, config: unknown, more: object = {}) {
  let seen: unknown;
  const a = op({ name: 'a', ...(configSchema && { configSchema }) }, (_, { config }) => {
    seen = config;
  });
  const { runConfig = { ops: { a: { config } } }, ...options } = more as { runConfig?: never };
  await executeInProcess(
    job({ name: 'only' }, () => void a()),
    { runConfig: runConfig as never, ...options },
  );
  return seen;
}

const config: CaseTable = {
  async 'cfg-01-default'({ given, expect: { value } }) {
    const schema = z.object({ n: z.int(), s: z.string().default('x'), opt: z.int().optional() });
    expect(await configured(schema, given.config)).toEqual(value);
  },
  async 'cfg-02-missing'({ given }) {
    await expect(configured(z.object({ n: z.int() }), given.config)).rejects.toMatchObject({
      name: 'InvalidRunConfig',
      message: expect.stringContaining('Missing required config entry "n" at path root:ops:a:config'),
      remedy: 'Sample config for the missing entry: {"n":0}',
    });
  },
  async 'cfg-05-unknown-op'({ given }) {
    await expect(configured(undefined, {}, { runConfig: given })).rejects.toThrow(
      'Received unexpected config entry "b" at path root:ops.',
    );
  },
  async 'cfg-07-noneable'({ given }) {
    expect(await configured(z.int().nullable(), given.config)).toBeNull();
  },
  async 'cfg-08-array'({ given }) {
    await expect(configured(z.array(z.int()), given.config)).rejects.toThrow('root:ops:a:config[1]');
  },
  async 'cfg-09-float-int'({ expect: { ok } }) {
    const tried = {
      'float<-3': [z.number(), 3],
      'int<-3.0': [z.int(), 3.5],
      'bool<-1': [z.boolean(), 1],
    } as const;
    for (const [name, [schema, given]] of Object.entries(tried)) {
      const good = await configured(schema, given).then(
        () => true,
        () => false,
      );
      // JavaScript has one kind of number: 3.0 is 3, so a fraction stands for what is no int.
      expect([name, good]).toEqual([name, ok[name]]);
    }
  },
  async 'cfg-10-env'({ given, expect: { value } }) {
    expect(await configured(z.int(), given.value, { env: { FOOV: given.FOOV } })).toBe(value);
    await expect(configured(z.int(), given.value)).rejects.toThrow(/FOOV/);
  },
};

const messages = (exports: Record<string, unknown>) =>
  collect(exports).snapshot.errors.map(({ message }) => message);

const definitions: CaseTable = {
  'def-01-cycle'() {
    const [message] = messages({ x: asset({ deps: ['y'] }, () => 1), y: asset({ deps: ['x'] }, () => 1) });
    expect(message).toMatch(/depend on each other.*\bx\b.*\by\b|\bx → y|cycle.*\bx\b.*\by\b/i);
  },
  async 'def-03-unknown-input'() {
    const m = asset({ ins: { zzz: new AssetIn('zzz') } }, () => 1);
    expect(messages({ m })).toEqual([expect.stringContaining('zzz')]);
    await expect(materialize({ m })).rejects.toThrow(/zzz/);
  },
  'def-08-tag'({ given: { tags } }) {
    const [error] = collect({ a: asset({ tags }, () => 1) }).snapshot.errors;
    expect(error).toMatchObject({
      message: `asset a: tag key "${Object.keys(tags)[0]}" is not legal`,
      remedy: expect.stringContaining('each of 1 to 63'),
      at: { cell: 'cell a' },
    });
  },
};

const ticks: CaseTable = {
  async 'sch-05-skip'({ expect: { skip_reason, runs } }) {
    const cakes = schedule({ cronSchedule: '0 9 * * *', job: 'cakes' }, () => new SkipReason(skip_reason));
    const context = buildScheduleContext({ scheduledExecutionTime: new Date(0) });
    const outcome = await evaluateSchedule(cakes, context, { name: 'daily', jobs: ['cakes'] } as never);
    expect([outcome.skipReason, outcome.runRequests.length]).toEqual([skip_reason, runs]);
  },
  'sch-14-default-tz'({ expect: { tz } }) {
    const cakes = job({ name: 'cakes' }, () => void op({ name: 'bake' }, () => 1)());
    const daily = schedule({ cronSchedule: '0 9 * * *', job: cakes });
    expect(collect({ cakes, daily }).snapshot.schedules).toMatchObject([{ name: 'daily', timezone: tz }]);
  },
  'sen-02-default'({ expect: { value } }) {
    const cakes = job({ name: 'cakes' }, () => void op({ name: 'bake' }, () => 1)());
    const looks = sensor({ job: cakes }, () => {});
    expect(collect({ cakes, looks }).snapshot.sensors).toMatchObject([{ minimumIntervalSeconds: value }]);
  },
  async 'sen-11-cursor'({ given: { cursor_before }, expect: { cursor_after } }) {
    const looks = sensor({ job: 'cakes' }, (context) => {
      context.updateCursor(cursor_after);
      return new SkipReason('nothing new');
    });
    const context = buildSensorContext({ cursor: cursor_before });
    const outcome = await evaluateSensor(looks, context, { name: 'looks', jobs: ['cakes'] } as never);
    expect([outcome.cursor, outcome.skipReason, outcome.runRequests]).toEqual([
      cursor_after,
      'nothing new',
      [],
    ]);
  },
};

const events: CaseTable = {
  'ev-30-alias'({ given: { stored_event_type }, expect: { wire_value } }) {
    expect(toWireType(stored_event_type)).toBe(wire_value);
  },
  'ev-31-unknown-type'({ given: { stored_event_type }, expect: { read_as } }) {
    expect(fromWireType(stored_event_type).type).toBe(read_as);
  },
};

export const definitionCases: CaseTable = { ...retries, ...config, ...definitions, ...ticks, ...events };
