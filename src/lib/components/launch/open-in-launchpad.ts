import { goto } from '$app/navigation';
import type { Instance, LaunchRequest } from '../../instance/instance';
import { jobHref } from '../links';
import { selectionOf } from '../notebook/asset-selection';
import { implicitAssetJob } from '../runs/run-title';
import { configText } from './config-text';
import { keepLaunchpad, keptLaunchpad, newDraft } from './launchpad-store';
import { latestPartition, openDraft } from './launchpad-tabs';
import { readTags, tagRows } from './read-tags';

/**
 * Opens a tab with a launch in the launchpad of its job, or of the assets of its location, where it can be changed.
 * What its config lacks stands in it already. Nothing of it is in the address: a config can be long, and private.
 */
export async function openInLaunchpad(
  instance: Instance,
  request: LaunchRequest,
  tabName: string,
): Promise<void> {
  const { location, jobName = implicitAssetJob, selection, assetSelection, opSelection, partition } = request;
  const of = { location, name: jobName };
  const own = (await instance.job(of))?.job.config;
  const config = request.config ?? own ?? {};
  // What is wrong with it is told there.
  const issues = await instance.validateConfig({ ...request, config }).catch(() => []);
  const draft = newDraft(tabName, {
    text: configText(config, issues),
    subset: opSelection?.join(', ') ?? (assetSelection ? selectionOf(assetSelection) : (selection ?? '')),
    tags: tagRows(request.tags ?? {}).filter((row) => 'tags' in readTags([row])),
    ...(partition !== undefined && {
      partitions: { ...latestPartition, how: 'some', text: partition, isSingle: true },
    }),
  });
  keepLaunchpad(of, openDraft(keptLaunchpad(of, own), draft));
  // eslint-disable-next-line svelte/no-navigation-without-resolve -- made by links.ts
  await goto(jobHref(of, { tab: 'launchpad' }));
}
