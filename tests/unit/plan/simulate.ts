import type { NewEvent } from '$lib/events/event';
import {
  stepAbandoned,
  stepFailure,
  stepOutput,
  stepSkipped,
  stepStarted,
  stepSuccess,
  upForRetry,
} from '$lib/events/step-event-makers';
import { ActiveExecution } from '$lib/plan/active-execution';
import type { ExecutionPlan, ExecutionStep, PlannedSource } from '$lib/plan/execution-plan';
import { retryAfterFailure, type FailedAttempt } from '$lib/plan/retry-after-failure';

/** What a made-up op does: the values it yields by output (a `Map` by mapping key for a dynamic one), or throws. */
export type MadeUpOp = (
  inputs: Readonly<Record<string, unknown>>,
  attempt: number,
) => Readonly<Record<string, unknown>>;

export class MadeUpFailure extends Error {
  readonly how: FailedAttempt['failure'];

  constructor(how: FailedAttempt['failure'] = {}) {
    super('no');
    this.how = how;
  }
}

export interface Simulated {
  readonly log: readonly NewEvent[];
  readonly execution: ActiveExecution;
  /** Types of the events of a step, in order. */
  readonly told: (step: string) => readonly string[];
  readonly inputs: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  /** Step keys in the order in which they started. */
  readonly started: readonly string[];
  readonly status: 'SUCCESS' | 'FAILURE';
}

/** Executes a plan with made-up ops (by op name; default: yields its step's key), one step at a time. */
export function simulate(
  plan: ExecutionPlan,
  ops: Readonly<Record<string, MadeUpOp>> = {},
  before: { readonly log?: readonly NewEvent[]; readonly values?: Map<string, unknown> } = {},
): Simulated & { readonly values: Map<string, unknown> } {
  const execution = new ActiveExecution(plan);
  const values = new Map(before.values);
  const inputs = new Map<string, Readonly<Record<string, unknown>>>();
  const log: NewEvent[] = [];
  const started: string[] = [];
  let now = 0;
  const say = (event: NewEvent) => {
    execution.apply(event);
    log.push(event);
  };
  const read = (source: PlannedSource): unknown => {
    switch (source.type) {
      case 'value':
        return source.value;
      case 'fanIn':
        return source.sources.map(read);
      case 'asset':
        return values.get(`${source.madeBy?.step}.${source.madeBy?.output}`);
      case 'step':
        return values.get(`${source.step}.${source.output}${source.mappingKey ?? ''}`);
      case 'collect':
        throw new Error('a submitted step still collects');
    }
  };
  const run = (step: ExecutionStep) => {
    const at = { runId: 'r', timestamp: now, stepKey: step.key };
    const attempt = execution.attempts(step.key) + 1;
    say(stepStarted(at, attempt));
    started.push(step.key);
    const given = Object.fromEntries(step.inputs.map(({ name, source }) => [name, read(source)]));
    inputs.set(step.key, given);
    try {
      const yielded = (ops[step.op] ?? (() => ({ result: step.key })))(given, attempt);
      for (const [output, value] of Object.entries(yielded)) {
        const many = value instanceof Map ? value : new Map([[undefined, value]]);
        for (const [mappingKey, each] of many) {
          values.set(`${step.key}.${output}${mappingKey ?? ''}`, each);
          say(stepOutput(at, { output, ...(mappingKey !== undefined && { mappingKey }) }));
        }
      }
      say(stepSuccess(at, 1));
    } catch (thrown) {
      if (!(thrown instanceof MadeUpFailure)) throw thrown;
      const policy = step.retryPolicy;
      const wait = retryAfterFailure({ policy, attempt, failure: thrown.how, random: () => 0 });
      const error = { name: 'Error', message: thrown.message };
      say(wait === undefined ? stepFailure(at, attempt, error) : upForRetry(at, attempt, wait, error));
    }
  };

  for (const event of before.log ?? []) say(event);
  execution.restartLostSteps();
  while (!execution.isComplete) {
    const decisions = execution.decisions();
    for (const decision of decisions) {
      const at = { runId: 'r', timestamp: now, stepKey: decision.step };
      say(decision.type === 'skip' ? stepSkipped(at, decision.missing) : stepAbandoned(at, decision.because));
    }
    const next = execution.next(now);
    if (next) run(next);
    else if (execution.nextRetryAt() !== undefined) now = execution.nextRetryAt()!;
    else if (decisions.length === 0) throw new Error('the run is stuck');
  }
  return {
    log,
    execution,
    values,
    inputs,
    started,
    told: (step) => log.filter((event) => event.stepKey === step).map(({ type }) => type),
    status: execution.failedSteps.length > 0 ? 'FAILURE' : 'SUCCESS',
  };
}
