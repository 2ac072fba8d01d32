import type { SerializedError } from '../base/errors';
import { isLogged } from '../definitions/config/loggers-section';
import { hookEnded } from '../events/step-event-makers';
import type { HookOutcome } from '../location/step-protocol';
import { timedOut } from './attempt-failure';
import type { AttemptsDeps } from './attempts';
import type { ExecutorMessage } from './executor';
import { eventsOf, stampOf, type StepAttempt } from './step-attempt';
import { stepRequest } from './step-request';

/** Seconds that the hooks of one step may take. */
const longestHooks = 60;

/**
 * Calls the failure hooks of steps that could not call them where they failed: their isolate died or was ended, or
 * they were never begun. Another isolate does it, with the resources that the hooks require.
 */
export class FailureHooks {
  private readonly deps: AttemptsDeps;
  /** By the id of their request. */
  private readonly underWay = new Map<string, StepAttempt>();

  constructor(deps: AttemptsDeps) {
    this.deps = deps;
  }

  get areUnderWay(): boolean {
    return this.underWay.size > 0;
  }

  call(attempt: StepAttempt, failedWith: SerializedError): void {
    const { options, executors } = this.deps;
    const { run, env = {} } = options;
    const id = `${attempt.id}:hooks`;
    const { resources, ...request } = stepRequest(run, { ...attempt, id }, [], env);
    this.underWay.set(id, attempt);
    executors.of(attempt.step).submit({
      ...request,
      outputs: [],
      checks: [],
      resources: { ...resources, keys: [] },
      failedWith,
    });
  }

  /** Whether the message is about hooks that were called here. */
  receive(message: ExecutorMessage): boolean {
    const attempt = this.underWay.get(message.id);
    if (!attempt) return false;
    const { options, journal, deadlines, executors } = this.deps;
    switch (message.type) {
      case 'started':
        deadlines.set(message.id, message.time + longestHooks * 1000, () => {
          executors.cancel(message.id);
          this.endErrored(
            message.id,
            timedOut(`Calling the hooks of step ${attempt.step.key}`, longestHooks),
          );
        });
        break;
      case 'log':
      case 'console':
        if (message.type === 'console' || isLogged(message.level, options.run.plan.config))
          journal.write(eventsOf(message, attempt, journal.known, false));
        break;
      case 'failed':
        if (message.hooks) this.end(message.id, message.hooks);
        else this.endErrored(message.id, message.error);
        break;
      case 'lost':
        this.endErrored(message.id, message.error);
    }
    return true;
  }

  private endErrored(id: string, error: SerializedError): void {
    const hooks = this.underWay.get(id)?.step.hooks ?? [];
    this.end(
      id,
      hooks.map((name) => ({ name, outcome: 'errored', error })),
    );
  }

  private end(id: string, outcomes: readonly HookOutcome[]): void {
    const attempt = this.underWay.get(id);
    const { journal, deadlines, options, isOver, onEnd } = this.deps;
    if (isOver() || !attempt) return;
    this.underWay.delete(id);
    deadlines.clear(id);
    const at = stampOf(attempt, options.clock.now());
    journal.write(outcomes.map((outcome) => hookEnded(at, outcome)));
    onEnd();
  }
}
