/**
 * A suite that every implementation of an interface must pass. Cases are named functions rather than calls of
 * `test`, so that they also run where vitest's runner is not: in a dedicated worker of a browser.
 */
export type Contract<Place> = Readonly<Record<string, (place: Place) => Promise<void>>>;

/** Where one case keeps its data: fresh, and opened again as often as the case likes. */
export interface Place<Subject> {
  open(): Promise<Subject>;
}
