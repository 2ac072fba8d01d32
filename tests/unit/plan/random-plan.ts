import fc from 'fast-check';
import type { NewEvent } from '$lib/events/event';
import { runSuccess, runFailedBySteps, runStart, runStarting } from '$lib/events/run-event-makers';
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
import type { ExecutionPlan, ExecutionStep } from '$lib/plan/execution-plan';

export const step = (key: string, upstream: readonly string[] = [], priority = 0): ExecutionStep => ({
  key,
  node: key,
  op: key,
  inputs: upstream.map((from) => ({
    name: from,
    source: { type: 'asset', key: from, madeBy: { step: from, output: 'result' } },
  })),
  outputs: [{ name: 'result', assetKey: key, isRequired: true, codeVersion: '1' }],
  deps: upstream.map((from) => ({ step: from, output: 'result' })),
  priority,
});

export const planOf = (steps: readonly ExecutionStep[]): ExecutionPlan => ({
  steps,
  executor: { type: 'in_process' },
});

/** Plans of up to 12 steps, each depending on some before it. */
export const anyPlan: fc.Arbitrary<ExecutionPlan> = fc
  .array(fc.tuple(fc.nat(4095), fc.integer({ min: -2, max: 2 })), { minLength: 1, maxLength: 12 })
  .map((rows) => {
    const name = (index: number) => `s${String(index).padStart(2, '0')}`;
    return planOf(
      rows.map(([mask, priority], index) =>
        step(
          name(index),
          rows.flatMap((_, before) => (before < index && (mask >> before) & 1 ? [name(before)] : [])),
          priority,
        ),
      ),
    );
  });

/** How an attempt of a step ends, in a run somebody makes up. */
type Fate = 'yields' | 'yields nothing' | 'fails' | 'retries';

export const anyFates = fc.infiniteStream(
  fc.oneof(
    { arbitrary: fc.constant<Fate>('yields'), weight: 5 },
    { arbitrary: fc.constantFrom<Fate>('yields nothing', 'fails', 'retries'), weight: 2 },
  ),
);

/** Whether to start another step before one that runs ends: decides the interleaving. */
export const anyChoices = fc.infiniteStream(fc.nat(11));

/** One legal log of a plan, told by a driver that starts and ends steps in any order it is allowed to. */
export function* legalLog(
  plan: ExecutionPlan,
  fates: Iterator<Fate>,
  choices: Iterator<number>,
): Generator<NewEvent> {
  const execution = new ActiveExecution(plan);
  let now = 1000;
  const at = () => ({ runId: 'r', timestamp: now++ });
  const said = (event: NewEvent) => (execution.apply(event), event);
  const running: string[] = [];

  yield said(runStarting(at(), 'job'));
  yield said(runStart(at(), 'job'));
  while (!execution.isComplete) {
    for (let more = execution.decisions(); more.length > 0; more = execution.decisions())
      for (const decision of more) {
        const stamp = { ...at(), stepKey: decision.step };
        yield said(
          decision.type === 'skip'
            ? stepSkipped(stamp, decision.missing)
            : stepAbandoned(stamp, decision.because),
        );
      }
    const choice = choices.next().value as number;
    const next = running.length === 0 || choice % 2 === 0 ? execution.next(now) : undefined;
    if (next) {
      running.push(next.key);
      yield said(stepStarted({ ...at(), stepKey: next.key }, execution.attempts(next.key) + 1));
    } else if (running.length > 0) {
      const [stepKey] = running.splice(choice % running.length, 1) as [string];
      const attempt = execution.attempts(stepKey);
      const fate = fates.next().value as Fate;
      const error = { name: 'Error', message: 'made up' };
      if (fate === 'yields') yield said(stepOutput({ ...at(), stepKey }, { output: 'result' }));
      if (fate === 'fails' || attempt > 3) yield said(stepFailure({ ...at(), stepKey }, attempt, error));
      else if (fate === 'retries') yield said(upForRetry({ ...at(), stepKey }, attempt, 1, error));
      else yield said(stepSuccess({ ...at(), stepKey }, 1));
    } else now = Math.max(now, execution.nextRetryAt() ?? now);
  }
  const { failedSteps } = execution;
  yield said(failedSteps.length === 0 ? runSuccess(at(), 'job') : runFailedBySteps(at(), 'job', failedSteps));
}
