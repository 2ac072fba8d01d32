import { DagbookError } from '../base/errors';

/** The method by which a value says how it is shown, as in Deno's notebooks. */
export const displayMethod: unique symbol = Symbol.for('Jupyter.display');

/** MIME type → content: text, bytes, or JSON. The richest type that is known is shown. */
export type MimeBundle = Readonly<Record<string, unknown>>;

/** The MIME type of a `PlotSpec`. */
export const plotMime = 'application/vnd.dagbook.plot+json';

/** A value that is there to be looked at. An asset can return it, and what uses the asset gets it back. */
export class Display {
  readonly bundle: MimeBundle;

  constructor(bundle: MimeBundle) {
    this.bundle = bundle;
  }

  [displayMethod](): MimeBundle {
    return this.bundle;
  }
}

type Values = readonly unknown[];

const shown =
  (mime: string) =>
  (text: TemplateStringsArray | string, ...values: Values): Display =>
    new Display({
      [mime]: typeof text === 'string' ? text : String.raw({ raw: text }, ...values),
    });

/** Markdown: ``md`# Sales of ${day}` ``, or a text. */
export const md = shown('text/markdown');

/** HTML, shown in a frame without scripts and without network. */
export const html = shown('text/html');

/** An SVG drawing, shown in the same kind of frame. */
export const svg = shown('image/svg+xml');

/** Data of a mark: a list of records or of values. */
export type PlotData = readonly unknown[];

/**
 * A mark of Observable Plot as data: `mark` is its function (`dot`, `barY`, `lineY` …), `transform` what its options go
 * through first, such as `["binX", { y: "count" }]`; everything else are its options, channels as names of fields.
 */
export interface PlotMark {
  readonly mark: string;
  readonly data?: PlotData;
  readonly transform?: readonly [name: string, outputs: Readonly<Record<string, unknown>>];
  readonly [option: string]: unknown;
}

/** A drawing by Observable Plot as data: its options, but that marks are data too. */
export interface PlotSpec {
  readonly marks: readonly PlotMark[];
  readonly [option: string]: unknown;
}

/** More points than that are seen by nobody, and take seconds to draw. */
const mostPoints = 100_000;

/**
 * A drawing by Observable Plot, drawn where it is looked at:
 * `plot({ marks: [{ mark: "rectY", data: orders, transform: ["binX", { y: "count" }], x: "price" }] })`. Throws
 * `InvalidPlot` where there is too much of data.
 */
export function plot(spec: PlotSpec): Display {
  if (!Array.isArray(spec?.marks))
    throw new DagbookError('A plot has no marks', {
      name: 'InvalidPlot',
      remedy: 'Give it marks: [{ mark: "dot", data, x: "…", y: "…" }].',
    });
  const points = spec.marks.reduce((sum, { data }) => sum + (Array.isArray(data) ? data.length : 0), 0);
  if (points > mostPoints)
    throw new DagbookError(`A plot of ${points} points is too large; ${mostPoints} are the most`, {
      name: 'InvalidPlot',
      remedy: 'Count, bin or sample the data in the asset first.',
    });
  return new Display({ [plotMime]: spec });
}

/** The bundle of a value that says how it is shown; `undefined` for any other. */
export async function bundleOf(value: unknown): Promise<MimeBundle | undefined> {
  const show = (value as Partial<Display> | null | undefined)?.[displayMethod];
  if (typeof show !== 'function') return undefined;
  const bundle: unknown = await show.call(value);
  return typeof bundle === 'object' && bundle !== null ? (bundle as MimeBundle) : undefined;
}
