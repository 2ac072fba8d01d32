import type { AssetKeyString } from '../../../definitions/snapshot';
import type { Instance } from '../../../instance/instance';
import type { Received, ReceivedResult } from '../../../instance/received';

/** What came with the notebook's file, at the cells that it is of. */
export class ReceivedResults {
  record: Received | undefined = $state.raw();
  #isMade: (key: AssetKeyString) => boolean;
  readonly #byCell = $derived(Map.groupBy(this.record?.results ?? [], ({ cell }) => cell));

  /** `isMade`: an asset was materialized here. It is asked anew whenever what it reads changes. */
  constructor(
    instance: Pick<Instance, 'received'>,
    notebook: string,
    isMade: (key: AssetKeyString) => boolean,
  ) {
    this.#isMade = isMade;
    // Without it the notebook is shown as any other.
    void instance.received(notebook).then(
      (record) => (this.record = record),
      () => {},
    );
  }

  /** Those of a cell, but of what was made here since. */
  of(cell: string): readonly ReceivedResult[] {
    return (this.#byCell.get(cell) ?? []).filter(
      ({ event }) => event?.assetKey === undefined || !this.#isMade(event.assetKey),
    );
  }
}
