import type { TickAnswer } from '$lib/definitions/tick-request';
import { findInstigator, type InstigatorKind } from '../find-instigator';
import { withDefinitions } from '../open-instance';
import { showError } from '../show-error';
import { UsageError } from '../usage-error';
import { historyFileOption, jsonOption, type Verb } from '../verb';

/** `schedule preview`, `sensor preview`. */
export const instigatorPreview = (kind: InstigatorKind): Verb => ({
  name: `${kind} preview`,
  summary: `Evaluate a ${kind} without launching or keeping anything`,
  argument: 'NAME',
  options: {
    file: { ...historyFileOption, help: 'The notebook, which is loaded (default: what this folder knows)' },
    ...(kind === 'schedule'
      ? {
          at: { type: 'string', value: 'TIME', help: 'As at this time: 2026-01-31T09:00:00Z (default: now)' },
        }
      : { cursor: { type: 'string', value: 'TEXT', help: 'From this cursor (default: its own)' } }),
    json: jsonOption,
  },
  run: ({ file, at, cursor, json }, name = '') =>
    withDefinitions(file as string | undefined, async ({ instance, location }) => {
      const found = await findInstigator(instance, kind, name, location);
      const answer = await instance.previewTick(
        { location: found.location, name },
        {
          ...(at !== undefined && { at: timeOf(String(at)) }),
          ...(cursor !== undefined && { cursor: String(cursor) }),
        },
      );
      console.log(json ? JSON.stringify(answer, undefined, 2) : asText(answer));
      return answer.error ? 1 : 0;
    }),
});

function timeOf(text: string): number {
  const time = Date.parse(text);
  if (Number.isNaN(time))
    throw new UsageError(`--at takes a time, not '${text}'`, {
      remedy: 'Write it as 2026-01-31T09:00:00Z, or without Z in the time of this machine.',
    });
  return time;
}

function asText({ outcome, error, logs }: TickAnswer): string {
  const lines = logs.map(({ level, message }) => `${level} ${message}`);
  if (error) return [...lines, showError(error)].join('\n');
  for (const { runKey, jobName, partitionKey, tags, runConfig } of outcome?.runRequests ?? []) {
    const parts = {
      job: jobName,
      'run key': runKey,
      partition: partitionKey,
      tags: tags && Object.keys(tags).length > 0 ? JSON.stringify(tags) : undefined,
      config: runConfig && Object.keys(runConfig).length > 0 ? JSON.stringify(runConfig) : undefined,
    };
    const said = Object.entries(parts).flatMap(([part, value]) =>
      value === undefined ? [] : [`${part} ${value}`],
    );
    lines.push(`Would launch a run${said.length > 0 ? `: ${said.join(', ')}` : ''}`);
  }
  if (outcome?.runRequests.length === 0)
    lines.push(`Would launch nothing${outcome.skipReason ? `: ${outcome.skipReason}` : '.'}`);
  if (outcome?.cursor !== undefined) lines.push(`The cursor would be ${outcome.cursor}`);
  return lines.join('\n');
}
