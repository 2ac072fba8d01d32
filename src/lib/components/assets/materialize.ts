import { goto } from '$app/navigation';
import { toast } from 'svelte-sonner';
import type { Instance } from '../../instance/instance';
import { m } from '../../words/generated/messages.js';
import { attempt } from '../attempt';
import { launch } from '../launch/launch';
import { runHref } from '../links';
import { selectionOf, type Reach } from '../notebook/asset-selection';

/** Launches a run over assets of one location, and offers the way to it. */
export const materialize = (
  instance: Instance,
  location: string,
  keys: readonly string[],
  reach: Reach = 'only',
  partition?: string,
): Promise<void> =>
  attempt(async () => {
    const selection = selectionOf(keys, reach);
    const runId = await launch(instance, {
      location,
      selection,
      ...(partition !== undefined && { partition }),
    });
    if (runId === undefined) return;
    toast.success(m.asset_run_launched(), {
      action: { label: m.asset_run_show(), onClick: () => void goto(runHref(runId)) },
    });
  });
