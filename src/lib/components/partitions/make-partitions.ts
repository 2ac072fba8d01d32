import { goto } from '$app/navigation';
import { toast } from 'svelte-sonner';
import type { PartitionSubset } from '../../graph/partitions/partition-subset';
import { printPartitions } from '../../graph/partitions/partition-text';
import type { BackfillRequest, Instance } from '../../instance/instance';
import { m } from '../../words/generated/messages.js';
import { attempt } from '../attempt';
import { backfillHref } from '../links';
import { number } from '../time-format';

/** One partition is a run, more are a backfill, to which the way is offered. */
export async function makePartitions(
  instance: Instance,
  chosen: PartitionSubset,
  how: { readonly one: (partition: string) => Promise<void>; readonly many: BackfillRequest },
): Promise<void> {
  if (chosen.size === 1) return how.one(chosen.first!);
  await attempt(async () => {
    const { id } = await instance.launchBackfill({ ...how.many, partitions: printPartitions(chosen) });
    toast.success(m.partition_backfill_launched({ count: number(chosen.size) }), {
      action: { label: m.asset_open(), onClick: () => void goto(backfillHref(id)) },
    });
  });
}
