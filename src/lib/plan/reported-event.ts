import { newRunId } from '../base/ids';
import type { AssetKeyString, MetadataEntries } from '../definitions/snapshot';
import type { NewEvent } from '../events/event';
import { assetObserved, materialized } from '../events/step-event-makers';
import { ownDataVersionTag } from '../graph/stale-causes';

/** What somebody, or a sensor, says of an asset: no run of ours has done it. */
export interface AssetReport {
  readonly assetKey: AssetKeyString;
  readonly event: 'materialization' | 'observation';
  readonly partitionKey?: string;
  readonly dataVersion?: string;
  readonly description?: string;
  readonly metadata: MetadataEntries;
  readonly tags?: Readonly<Record<string, string>>;
}

/** The event of a report. It belongs to no run. */
export function reportedEvent(report: AssetReport, timestamp: number): NewEvent {
  const { assetKey, event, partitionKey, dataVersion, description, metadata, tags } = report;
  const at = { runId: '', timestamp };
  const about = {
    ...(partitionKey !== undefined && { partition: partitionKey }),
    metadata,
    tags: { ...tags, ...(dataVersion !== undefined && { [ownDataVersionTag]: 'true' }) },
  };
  const told =
    event === 'observation'
      ? assetObserved(at, assetKey, { ...about, ...(dataVersion !== undefined && { dataVersion }) })
      : materialized(at, assetKey, {
          ...about,
          codeVersion: '',
          // Without a version of its own it counts as new data.
          dataVersion: dataVersion ?? newRunId(),
          inputVersions: {},
          reported: true,
        });
  return { ...told, ...(description !== undefined && { message: description }) };
}
