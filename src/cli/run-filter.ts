import type { RunStatus } from '$lib/events/run-status';
import { didYouMean } from '$lib/definitions/suggestion';
import type { RunsFilter } from '$lib/storage/storage';
import { countOf, countOption } from './count-option';
import { UsageError } from './usage-error';
import type { Option, OptionValues } from './verb';

const statuses: readonly RunStatus[] = [
  'QUEUED', 'STARTING', 'STARTED', 'SUCCESS', 'FAILURE', 'CANCELING', 'CANCELED',
]; // prettier-ignore

/** Which runs `run list` shows. */
export const runFilterOptions = {
  status: { type: 'string', value: 'STATUS', help: 'Only these, with commas between them: QUEUED,FAILURE' },
  job: { type: 'string', short: 'j', value: 'NAME', help: 'Only runs of this job' },
  tag: {
    type: 'string',
    multiple: true,
    value: 'KEY=VALUE',
    help: 'Only with this tag; said again: with all',
  },
  limit: countOption,
} as const satisfies Record<string, Option>;

/** Throws `UsageError` where a value is not what it should be. */
export function runFilter({ status, job, tag = [], limit }: OptionValues): RunsFilter {
  const chosen = status === undefined ? [] : String(status).split(',').map(statusOf);
  const tags = (tag as readonly string[]).map(tagOf);
  return {
    limit: countOf(limit),
    ...(chosen.length > 0 && { statuses: chosen }),
    ...(job !== undefined && { jobName: String(job) }),
    ...(tags.length > 0 && { tags: Object.fromEntries(tags) }),
  };
}

function statusOf(text: string): RunStatus {
  const found = statuses.find((status) => status === text.trim().toUpperCase());
  if (found) return found;
  throw new UsageError(`There is no run status '${text}'.${didYouMean(text.toUpperCase(), statuses)}`, {
    remedy: `There is: ${statuses.join(', ')}.`,
  });
}

function tagOf(text: string): readonly [string, string] {
  const at = text.indexOf('=');
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
  throw new UsageError(`--tag takes KEY=VALUE, not '${text}'`, { remedy: 'Write --tag team=kitchen.' });
}
