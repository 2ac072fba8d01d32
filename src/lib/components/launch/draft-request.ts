import type { JobSnapshot } from '../../definitions/snapshot';
import type { LaunchRequest } from '../../instance/instance';
import { implicitAssetJob } from '../runs/run-title';
import { readConfig } from './config-text';
import type { LaunchpadDraft } from './launchpad-tabs';
import { readTags } from './read-tags';

/** What a draft asks to launch, but for its partitions; `undefined` while its config or its tags cannot be read. */
export function draftRequest(
  { text, subset, tags: rows }: LaunchpadDraft,
  location: string,
  job: Pick<JobSnapshot, 'name' | 'steps'>,
): LaunchRequest | undefined {
  const [read, tags] = [readConfig(text), readTags(rows)];
  if (!('config' in read) || !('tags' in tags)) return undefined;
  const part = subset.trim();
  const { config } = read;
  return {
    location,
    config,
    tags: tags.tags,
    ...(job.name !== implicitAssetJob && { jobName: job.name }),
    ...(part !== '' && (job.steps ? { opSelection: part.split(/\s*,\s*/) } : { selection: part })),
  };
}
