import { goto } from '$app/navigation';
import { toast } from 'svelte-sonner';
import { newRunId } from '../../base/ids';
import type { Instance } from '../../instance/instance';
import { m } from '../../words/generated/messages.js';
import { attempt } from '../attempt';
import { runHref } from '../links';
import { selectionOf, type Reach } from '../notebook/asset-selection';

/** Launches a run over assets of one location, and offers the way to it. */
export const materialize = (
  instance: Instance,
  location: string,
  keys: readonly string[],
  reach: Reach = 'only',
): Promise<void> =>
  attempt(async () => {
    const selection = selectionOf(keys, reach);
    const { runId } = await instance.launchRun({ runId: newRunId(), location, selection });
    toast.success(m.asset_run_launched(), {
      action: { label: m.asset_run_show(), onClick: () => void goto(runHref(runId)) },
    });
  });
