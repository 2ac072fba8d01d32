import type { Run } from '../../storage/storage';
import { assetHref, automationHref, backfillHref } from '../links';
import { m } from '../../words/generated/messages.js';

/** What launched a run, where that was not a person: its name, and where it is to be seen why. */
export function launchedBy({
  location,
  plan,
  tags,
}: Pick<Run, 'location' | 'plan' | 'tags'>): { readonly name: string; readonly href: string } | undefined {
  const backfill = tags['dagster/backfill'];
  if (backfill !== undefined) return { name: m.run_by_backfill(), href: backfillHref(backfill) };
  const name = tags['dagster/schedule_name'] ?? tags['dagster/sensor_name'];
  if (name === undefined) return undefined;
  const evaluation = tags['dagster/asset_evaluation_id'];
  const outputs = plan.steps.flatMap((step) => step.outputs);
  const assetKey = outputs.find((output) => output.assetKey !== undefined)?.assetKey;
  return evaluation === undefined || assetKey === undefined
    ? { name, href: automationHref({ location, name }) }
    : { name, href: assetHref(assetKey, { tab: 'automation', evaluation }) };
}
