import { serializeError } from '$lib/base/errors';
import type { Json } from '$lib/base/json';
import type { Instance } from '$lib/instance/instance';
import { isFinished } from '$lib/events/run-status';
import { showError } from './show-error';
import { showDuration, showTime } from './show-time';

/** One thing that a daemon did, as `--json` prints it, and as a person reads it. */
export interface DaemonLine {
  readonly data: { readonly type: string; readonly [name: string]: Json };
  readonly text: string;
}

/** Prints a line with its time. */
export const printDaemonLine = ({ data, text }: DaemonLine, json: boolean): void =>
  console.log(
    json ? JSON.stringify({ time: new Date().toISOString(), ...data }) : `${showTime(Date.now())}  ${text}`,
  );

/** Says what a daemon could not do, once for as long as nothing else is said: it tries again and again. */
export function errorLines(say: (line: DaemonLine) => void) {
  const said = new Set<string>();
  return {
    say(thrown: unknown) {
      const error = serializeError(thrown);
      const text = showError(error);
      if (said.has(text)) return;
      said.add(text);
      const { name, message, remedy = null } = error;
      say({
        data: { type: 'error', name, message, remedy },
        text: `daemon could not go on, tries again: ${text}`,
      });
    },
    forget: () => said.clear(),
  };
}

/** Tells of the runs and ticks of an instance as they go on; answers how to stop. */
export function reportDaemon(instance: Instance, say: (line: DaemonLine) => void): () => void {
  const told = new Map<string, string>();
  let telling = Promise.resolve();

  const isNew = (id: string, status: string): boolean => {
    if (told.get(id) === status) return false;
    told.set(id, status);
    return true;
  };

  async function tellRun(id: string): Promise<void> {
    const run = await instance.getRun(id);
    if (!run || run.status === 'STARTING' || !isNew(id, run.status)) return;
    const { status, location, jobName, startedAt, endedAt } = run;
    if (isFinished(status)) told.delete(id);
    const took = startedAt !== undefined && endedAt !== undefined ? endedAt - startedAt : null;
    const error = status === 'FAILURE' ? await failureOf(id) : undefined;
    say({
      data: { type: 'run', runId: id, status, location, jobName, durationMs: took, error: error ?? null },
      text: `run ${id}  ${status}  ${jobName} of ${location}${took === null ? '' : `, ${showDuration(took)}`}${error ? `: ${error}` : ''}`,
    });
  }

  async function failureOf(runId: string): Promise<string | undefined> {
    const failures = await instance.runEvents(runId, { types: ['STEP_FAILURE', 'RUN_FAILURE'] });
    for (const event of failures) {
      if (event.type !== 'STEP_FAILURE' && event.type !== 'RUN_FAILURE') continue;
      // A step that was interrupted tells not why.
      if (event.type === 'STEP_FAILURE' && event.data.interrupted) continue;
      const step = event.stepKey ? `${event.stepKey}: ` : '';
      if (event.data.error) return `${step}${event.data.error.message.split('\n')[0]}`;
    }
    return undefined;
  }

  async function tellTick(location: string, name: string): Promise<void> {
    const [tick] = await instance.ticks({ location, name, limit: 1 });
    if (!tick || tick.status === 'STARTED') return;
    // A sensor that skips again and again for the same reason is told once.
    const what = tick.status === 'SKIPPED' ? (tick.skipReason ?? '') : tick.id;
    if (!isNew(`${location} ${name}`, `${tick.status} ${what}`)) return;
    const { type, status, runIds, skipReason, error, timestamp } = tick;
    const why = error?.message.split('\n')[0] ?? skipReason;
    const launched = runIds.length > 0 ? `launched ${runIds.join(', ')}` : why;
    say({
      data: {
        type: 'tick',
        instigator: type,
        location,
        name,
        status,
        timestamp,
        runIds,
        reason: why ?? null,
      },
      text: `${type} ${name} of ${location}  ${status}${launched ? `  ${launched}` : ''}`,
    });
  }

  return instance.subscribe((changes) => {
    for (const change of changes) {
      if (change.topic === 'run') telling = telling.then(() => tellRun(change.runId)).catch(console.error);
      if (change.topic === 'tick')
        telling = telling.then(() => tellTick(change.location, change.name)).catch(console.error);
    }
  });
}
