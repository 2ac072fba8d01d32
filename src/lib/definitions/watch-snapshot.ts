import type { AssetKeyString } from './snapshot';
import type { WatchedRunStatus } from './watched-events';

/** What a sensor waits for; one without is evaluated again and again. */
export type WatchSnapshot =
  | { readonly type: 'asset' | 'assets'; readonly assetKeys: readonly AssetKeyString[] }
  | {
      readonly type: 'run';
      readonly status: WatchedRunStatus;
      /** Absent: all. */
      readonly jobs?: readonly string[];
      readonly allLocations?: boolean;
    };
