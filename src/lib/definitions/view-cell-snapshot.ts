import type { AssetKeyString } from './snapshot';

/** One value that a view cell receives: of an asset, as it is stored, or what the input `key` has. */
export type ViewCellUse =
  | {
      readonly name: string;
      readonly from: 'asset';
      readonly key: AssetKeyString;
      readonly byPartition?: boolean;
    }
  | { readonly name: string; readonly from: 'input'; readonly key: string };

/** A cell whose result is shown and kept nowhere: it is no asset, and no event tells of it. */
export interface ViewCellSnapshot {
  readonly name: string;
  readonly uses: readonly ViewCellUse[];
  /** Keys of the IO managers that load the values, other than the default. */
  readonly resources: readonly string[];
  readonly codeVersion: string;
  readonly cell: string;
}
