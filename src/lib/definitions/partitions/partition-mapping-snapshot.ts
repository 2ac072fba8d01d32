/** Which partitions of an upstream a partition needs, as plain data. */
export type PartitionMappingSnapshot =
  | { readonly type: 'identity' }
  | { readonly type: 'all' }
  | { readonly type: 'last' }
  | {
      readonly type: 'static';
      readonly downstreamKeysByUpstreamKey: Readonly<Record<string, readonly string[]>>;
    }
  | TimeWindowMappingSnapshot
  | { readonly type: 'multi_to_single'; readonly dimension?: string }
  | { readonly type: 'multi'; readonly dimensions: readonly DimensionMappingSnapshot[] }
  | { readonly type: 'specific'; readonly keys: readonly string[] };

export interface TimeWindowMappingSnapshot {
  readonly type: 'time_window';
  /** In windows of the downstream. */
  readonly startOffset: number;
  readonly endOffset: number;
  readonly allowNonexistentUpstreamPartitions: boolean;
}

/** How one dimension of the downstream needs one of the upstream. */
export interface DimensionMappingSnapshot {
  readonly upstream: string;
  readonly downstream: string;
  readonly mapping: PartitionMappingSnapshot;
}
