import type { AssetKeyString } from '$lib/definitions/snapshot';
import type { NewEvent } from '$lib/events/event';
import type { ExecutionStep } from '$lib/plan/execution-plan';
import type { Run } from '$lib/storage/storage';

/** About as many events as asked for: what steps always say, and the rest as messages. One run of ten fails. */
export function runLog(
  { id, plan, createdAt }: Run,
  count: number,
  random: () => number,
  versions: Map<AssetKeyString, string>,
): readonly NewEvent[] {
  const events: NewEvent[] = [];
  let now = createdAt;
  const at = (message: string, stepKey?: string) =>
    ({
      runId: id,
      timestamp: (now += Math.floor(random() * 40)),
      level: 'INFO',
      message,
      ...(stepKey && { stepKey }),
    }) as const;
  const say = (event: NewEvent) => void events.push(event);
  say({ ...at('The run waits in the queue'), type: 'RUN_ENQUEUED', data: {} });
  say({ ...at('The run leaves the queue'), type: 'RUN_DEQUEUED', data: {} });
  say({ ...at('The run is starting'), type: 'RUN_STARTING', data: {} });
  say({ ...at('The run has started'), type: 'RUN_START', data: {} });
  const made = plan.steps.reduce((sum, { partitions }) => sum + (partitions?.keys.length ?? 1), 0);
  const messages = Math.max(0, Math.round((count - 5 - 2 * plan.steps.length - made) / plan.steps.length));
  const failing = random() < 0.1 ? Math.floor(random() * plan.steps.length) : -1;
  for (const [index, step] of plan.steps.entries()) {
    const { key } = step;
    const begun = now;
    say({ ...at(`Step ${key} begins`, key), type: 'STEP_START', data: { attempt: 1 } });
    for (let line = 0; line < messages; line++)
      say({
        ...at(`read ${Math.floor(random() * 10_000)} rows of page ${line}`, key),
        level: random() < 0.02 ? 'WARNING' : line % 3 === 0 ? 'DEBUG' : 'INFO',
        type: 'LOG_MESSAGE',
        data: line % 4 === 0 ? { stream: 'stdout' } : {},
      });
    if (index === failing) {
      const error = { name: 'Error', message: `page ${messages} could not be read` };
      say({ ...at(error.message, key), level: 'ERROR', type: 'STEP_FAILURE', data: { attempt: 1, error } });
      const data = { reason: 'STEP_FAILURE', failedSteps: [key] } as const;
      say({ ...at(`Step ${key} failed`), level: 'ERROR', type: 'RUN_FAILURE', data });
      return events;
    }
    for (const event of materializations(step, random, versions))
      say({ ...at(`Made ${key}`, key), ...event });
    say({ ...at(`Step ${key} succeeded`, key), type: 'STEP_SUCCESS', data: { durationMs: now - begun } });
  }
  say({ ...at('The run succeeded'), type: 'RUN_SUCCESS', data: {} });
  return events;
}

function* materializations(step: ExecutionStep, random: () => number, versions: Map<AssetKeyString, string>) {
  const inputVersions = Object.fromEntries(
    (step.after ?? []).map((key) => [key, versions.get(key) ?? 'INITIAL']),
  );
  for (const { assetKey, codeVersion = '' } of step.outputs) {
    if (assetKey === undefined) continue;
    for (const partition of step.partitions?.keys ?? [undefined]) {
      const rows = Math.floor(1_000 + 200 * random());
      const dataVersion = rows.toString(36) + Math.floor(random() * 1e9).toString(36);
      if (partition === undefined) versions.set(assetKey, dataVersion);
      yield {
        type: 'ASSET_MATERIALIZATION' as const,
        assetKey,
        data: {
          ...(partition !== undefined && { partition }),
          metadata: { rows: { type: 'int' as const, value: rows } },
          tags: {},
          ...{ codeVersion, dataVersion, inputVersions },
        },
      };
    }
  }
}
