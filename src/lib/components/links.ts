import { resolve } from '$app/paths';

/** Addresses of the pages. Ids are in the query, so that any static host serves every link. */
const address = (
  page:
    | '/notebook'
    | '/documents'
    | '/runs'
    | '/assets'
    | '/lineage'
    | '/deployment'
    | '/automation'
    | '/backfills'
    | '/jobs',
  values: Readonly<Record<string, string | undefined>> = {},
): string => {
  const kept = Object.entries(values).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return `${resolve(page)}/${kept.length === 0 ? '' : `?${new URLSearchParams(kept)}`}`;
};

export const homeHref = (): string => resolve('/');
export const documentsHref = (): string => address('/documents');
/** `cell`: the id or name of the cell to show. */
export const notebookHref = (id: string, cell?: string): string =>
  address('/notebook', { id }) + (cell ? `#cell-${encodeURIComponent(cell)}` : '');
/** The notebook with its earlier versions beside it. */
export const historyHref = (id: string): string => address('/notebook', { id, panel: 'history' });
/** The same cell with the caret in a line, from 1. */
export const atLine = (cellHref: string, line?: number): string =>
  line === undefined ? cellHref : `${cellHref}&line=${line}`;
/** `filter`: the text of a run filter. */
export const runsHref = (filter?: string): string => address('/runs', { filter });
export const runHref = (id: string, at: { step?: string; tab?: string; event?: string } = {}): string =>
  address('/runs', { id, ...at });
export const assetsHref = (): string => address('/assets');
export const assetHref = (
  key: string,
  at: { tab?: string; check?: string; evaluation?: string; of?: string } = {},
): string => address('/assets', { key, ...at });
export const lineageHref = (location?: string, asset?: string): string =>
  address('/lineage', { location, asset });
/** The list, or one schedule or sensor. */
export const automationHref = (id?: { readonly location: string; readonly name: string }): string =>
  address('/automation', id && { location: id.location, name: id.name });
/** The list, or one job. */
export const jobHref = (
  id?: { readonly location: string; readonly name: string },
  at: { tab?: string; evaluation?: string } = {},
): string => address('/jobs', { ...(id && { location: id.location, name: id.name }), ...at });
/** Why an asset, a check of it or a job did, or did not, run by itself. */
export const conditionHref = (
  location: string,
  { assetKey, check, job }: { readonly assetKey: string; readonly check?: string; readonly job?: string },
  evaluation?: string,
): string =>
  job === undefined
    ? assetHref(assetKey, { tab: 'automation', check, evaluation })
    : jobHref({ location, name: job }, { tab: 'automation', evaluation });
/** The list, or one backfill. */
export const backfillHref = (id?: string): string => address('/backfills', { id });
export const deploymentHref = (tab?: string): string => address('/deployment', { tab });
