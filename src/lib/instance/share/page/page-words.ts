/** What stands in a page beside the notebook's own text. */
export interface PageWords {
  /** Of the page, such as `en`. */
  readonly language: string;
  readonly lineage: string;
  readonly code: (lines: number) => string;
  readonly materialized: string;
  readonly notMaterialized: string;
  readonly nothing: string;
  readonly lost: string;
  readonly tooLarge: string;
  readonly plotInApp: string;
  readonly rows: (shown: number, count: number) => string;
  readonly columns: (shown: number, count: number) => string;
  readonly more: (count: number) => string;
  readonly cut: (shown: number, count: number) => string;
  readonly open: string;
  readonly openHint: string;
  readonly image: string;
}

const lines = (count: number) => `${count} line${count === 1 ? '' : 's'}`;

export const englishPageWords: PageWords = {
  language: 'en',
  lineage: 'Lineage',
  code: (count) => `Code, ${lines(count)}`,
  materialized: 'Materialized',
  notMaterialized: 'Not materialized',
  nothing: 'No value',
  lost: 'The value is not kept any more',
  tooLarge: 'Too large for a page: open the notebook to see it',
  plotInApp: 'A plot: open the notebook to see it drawn',
  rows: (shown, count) => `${shown} of ${count} rows`,
  columns: (shown, count) => `${shown} of ${count} columns`,
  more: (count) => `${count} more`,
  cut: (shown, count) => `${shown} of ${count} characters`,
  open: 'Open in Dagbook',
  openHint: 'This page holds the notebook itself: drop the file onto Dagbook to edit and run it.',
  image: 'Picture',
};
