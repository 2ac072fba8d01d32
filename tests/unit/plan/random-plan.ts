import fc from 'fast-check';
import type { InputSource, StepOutputHandle, StepSnapshot } from '$lib/definitions/snapshot';
import type { NewEvent } from '$lib/events/event';
import {
  runCanceled,
  runCanceling,
  runFailedBySteps,
  runStart,
  runStarting,
  runSuccess,
} from '$lib/events/run-event-makers';
import {
  checkEvaluated,
  stepAbandoned,
  stepFailure,
  stepInterrupted,
  stepOutput,
  stepSkipped,
  stepStarted,
  stepSuccess,
  upForRetry,
} from '$lib/events/step-event-makers';
import { ActiveExecution } from '$lib/plan/active-execution';
import type { ExecutionPlan, ExecutionStep } from '$lib/plan/execution-plan';
import { opJob, planOf as planOfLocation, stepSnapshot } from './snapshots';

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

const name = (index: number) => `s${String(index).padStart(2, '0')}`;

/** Plans of up to 12 steps, each depending on some before it. */
export const anyPlan: fc.Arbitrary<ExecutionPlan> = fc
  .array(fc.tuple(fc.nat(4095), fc.integer({ min: -2, max: 2 })), { minLength: 1, maxLength: 12 })
  .map((rows) =>
    planOf(
      rows.map(([mask, priority], index) =>
        step(
          name(index),
          rows.flatMap((_, before) => (before < index && (mask >> before) & 1 ? [name(before)] : [])),
          priority,
        ),
      ),
    ),
  );

/**
 * Plans of up to 8 ops, some with dynamic outputs, whose steps read single values, lists and collected values of those
 * before them, at any depth of mapping; some evaluate a check, some block others.
 */
export const anyDynamicPlan: fc.Arbitrary<ExecutionPlan> = fc
  .array(
    fc.record({
      isDynamic: fc.boolean(),
      reads: fc.array(fc.record({ of: fc.nat(), how: fc.constantFrom('one', 'list', 'all') }), {
        maxLength: 3,
      }),
      hasCheck: fc.boolean(),
      blockedBy: fc.option(fc.nat(), { nil: undefined, freq: 4 }),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map((rows) => {
    const steps: StepSnapshot[] = [];
    for (const [index, row] of rows.entries()) {
      const read = row.reads.flatMap(({ of, how }) => (index > 0 ? [{ from: steps[of % index]!, how }] : []));
      const level = read.find(({ how }) => how === 'one')?.from;
      const mappedOver = level ? chainOf(level) : [];
      const inputs = read.flatMap(({ from, how }): readonly InputSource[] => {
        const chain = chainOf(from);
        const handle = { step: from.key, output: outputOf(from) };
        if (how !== 'all' && isWithin(chain, mappedOver)) {
          const one = { type: 'step' as const, ...handle };
          return [how === 'list' ? { type: 'fanIn', sources: [one] } : one];
        }
        return chain.length > 0 && isWithin(chain.slice(0, -1), mappedOver)
          ? [{ type: 'collect', ...handle }]
          : [];
      });
      steps.push(
        stepSnapshot(name(index), {
          inputs: inputs.map((source, position) => ({ name: `i${position}`, source })),
          outputs: row.isDynamic
            ? [{ name: 'items', isRequired: true, isDynamic: true }]
            : [{ name: 'result', isRequired: false }],
          ...(mappedOver.length > 0 && { mappedOver }),
        }),
      );
    }
    const plan = planOfLocation({}, { job: opJob(steps) });
    const rowOf = (key: string) => rows[Number(key.slice(1, 3))]!;
    return {
      ...plan,
      steps: plan.steps.map((each, position): ExecutionStep => {
        const { hasCheck, blockedBy } = rowOf(each.key);
        const blocker =
          position > 0 && blockedBy !== undefined ? plan.steps[blockedBy % position] : undefined;
        return {
          ...each,
          ...(hasCheck && { checks: [{ assetKey: 'a', name: each.key, blocking: false }] }),
          ...(blocker && !blocker.mappedOver && { blockedBy: [blocker.key] }),
        };
      }),
    };
  });

const outputOf = (from: StepSnapshot): string => from.outputs[0]!.name;

/** The mapping that whoever reads one value of a step is under. */
const chainOf = (from: StepSnapshot): readonly StepOutputHandle[] => [
  ...(from.mappedOver ?? []),
  ...(from.outputs[0]!.isDynamic ? [{ step: from.key, output: outputOf(from) }] : []),
];

const isWithin = (chain: readonly StepOutputHandle[], outer: readonly StepOutputHandle[]): boolean =>
  chain.every((level, index) => level.step === outer[index]?.step);

/** How an attempt of a step ends, in a run somebody makes up. */
type Fate = 'yields' | 'yields nothing' | 'fails' | 'retries';

export const anyFates = fc.infiniteStream(
  fc.oneof(
    { arbitrary: fc.constant<Fate>('yields'), weight: 5 },
    { arbitrary: fc.constantFrom<Fate>('yields nothing', 'fails', 'retries'), weight: 2 },
  ),
);

/** Whether to start another step before one that runs ends, and what it yields: decides the interleaving. */
export const anyChoices = fc.infiniteStream(fc.nat(11));

/**
 * One legal log of a plan, told by a driver that starts and ends steps in any order it is allowed to. It goes on with
 * `before`, where that is given, and is canceled after `cancelAfter` decisions of its own.
 */
export function* legalLog(
  plan: ExecutionPlan,
  fates: Iterator<Fate>,
  choices: Iterator<number>,
  { before = [], cancelAfter = Infinity }: { before?: readonly NewEvent[]; cancelAfter?: number } = {},
): Generator<NewEvent> {
  const execution = new ActiveExecution(plan);
  let now = 1000 + before.length * 10_000;
  const at = () => ({ runId: 'r', timestamp: now++ });
  const said = (event: NewEvent) => (execution.apply(event), event);
  const running: ExecutionStep[] = [];
  for (const event of before) execution.apply(event);
  execution.restartLostSteps();

  if (before.length === 0) yield said(runStarting(at(), 'job'));
  if (before.length <= 1) yield said(runStart(at(), 'job'));
  for (let turn = 0; !execution.isComplete; turn++) {
    if (turn >= cancelAfter) {
      yield said(runCanceling(at()));
      for (const stepKey of execution.running())
        yield said(stepInterrupted({ ...at(), stepKey }, execution.attempts(stepKey)));
      yield said(runCanceled(at(), 'job'));
      return;
    }
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
      running.push(next);
      yield said(stepStarted({ ...at(), stepKey: next.key }, execution.attempts(next.key) + 1));
    } else if (running.length > 0) {
      const [ending] = running.splice(choice % running.length, 1) as [ExecutionStep];
      const { key: stepKey, outputs, checks = [] } = ending;
      const attempt = execution.attempts(stepKey);
      const fate = fates.next().value as Fate;
      const error = { name: 'Error', message: 'made up' };
      if (fate === 'yields')
        for (const { name: output, isDynamic } of outputs)
          for (const mappingKey of isDynamic ? ['a', 'b', 'c'].slice(0, choice % 4) : [undefined])
            yield said(stepOutput({ ...at(), stepKey }, { output, ...(mappingKey && { mappingKey }) }));
      for (const { assetKey, name: check } of checks)
        yield said(
          checkEvaluated({ ...at(), stepKey }, assetKey, {
            check,
            passed: choice % 2 === 0,
            severity: 'WARN',
            blocking: false,
            metadata: {},
          }),
        );
      if (fate === 'fails' || attempt > 3) yield said(stepFailure({ ...at(), stepKey }, attempt, error));
      else if (fate === 'retries') yield said(upForRetry({ ...at(), stepKey }, attempt, 1, error));
      else yield said(stepSuccess({ ...at(), stepKey }, 1));
    } else now = Math.max(now, execution.nextRetryAt() ?? now);
  }
  const { failedSteps } = execution;
  yield said(failedSteps.length === 0 ? runSuccess(at(), 'job') : runFailedBySteps(at(), 'job', failedSteps));
}
