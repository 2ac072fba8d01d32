import type { RunEvent } from '$lib/events/event';
import { isFinished, nextRunStatus, type RunStatus } from '$lib/events/run-status';
import type { Instance } from '$lib/instance/instance';
import { progressLine } from './progress';

/** Says the progress of a run as its events become durable; resolves with its whole log when it has ended. */
export async function watchRun(
  instance: Instance,
  runId: string,
  say: (line: string) => void,
): Promise<readonly RunEvent[]> {
  const events: RunEvent[] = [];
  let status: RunStatus = 'NOT_STARTED';
  let wake = () => {};
  let changed = true;
  const unsubscribe = instance.subscribe((changes) => {
    if (!changes.some((change) => change.topic === 'run' && change.runId === runId)) return;
    changed = true;
    wake();
  });
  while (!isFinished(status)) {
    if (!changed) await new Promise<void>((resolve) => (wake = resolve));
    changed = false;
    for (const event of await allEvents(instance, runId, events.at(-1)?.id)) {
      events.push(event);
      status = nextRunStatus(status, event.type);
      const line = progressLine(event);
      if (line !== undefined) say(line);
    }
  }
  unsubscribe();
  return events;
}

/** The log of a run, however long; `after` leaves out what is known already. */
export async function allEvents(instance: Instance, runId: string, after?: number): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  for (;;) {
    const last = events.at(-1)?.id ?? after;
    const page = await instance.runEvents(runId, last === undefined ? {} : { after: last });
    if (page.length === 0) return events;
    events.push(...page);
  }
}
