/**
 * The text of a run filter: tokens such as `status:failure job:daily tag:team=kitchen from:2024-01-01 by:schedule`.
 * Statuses are alternatives, all else must hold together; of what can be said once, the last one counts. What has spaces
 * or signs in it stands in quotation marks.
 */
import { DagbookError } from '../../../base/errors';
import { runStatuses, type RunStatus } from '../../../events/run-status';
import type { LaunchedBy, RunsFilter } from '../../../storage/storage';
import { printTime, timeFrom, timeUntil } from './filter-time';

/** What a text can say of a `RunsFilter`. */
export type RunFilter = Pick<
  RunsFilter,
  | 'statuses'
  | 'jobName'
  | 'assetKey'
  | 'tags'
  | 'idEnd'
  | 'location'
  | 'createdFrom'
  | 'createdBefore'
  | 'launchedBy'
>;

export const tokenNames = ['status', 'job', 'asset', 'tag', 'id', 'location', 'from', 'to', 'by'] as const;
export type TokenName = (typeof tokenNames)[number];
export const launchers = [
  'schedule',
  'sensor',
  'backfill',
  'person',
] as const satisfies readonly LaunchedBy['type'][];

const piece = String.raw`"(?:[^"\\]|\\.)*"|[^\s"=]+`;
const token = new RegExp(String.raw`\s*(?:([A-Za-z]+):(${piece})(?:=(${piece}))?(?=\s|$)|(\S+))`, 'gsuy');

/** Throws `InvalidRunFilter`, naming what cannot be read and what can be written instead. */
export function parseRunFilter(text: string): RunFilter {
  let filter: RunFilter = {};
  for (const { name, value, more } of tokensOf(text.trim())) filter = withToken(filter, name, value, more);
  return filter;
}

/** The text that `parseRunFilter` reads as `filter`, in the order of `tokenNames`. */
export function printRunFilter(filter: RunFilter): string {
  const tokens: readonly (readonly [TokenName, string | undefined, string?])[] = [
    ...(filter.statuses ?? []).map((status) => ['status', status.toLowerCase()] as const),
    ['job', filter.jobName],
    ['asset', filter.assetKey],
    ...Object.entries(filter.tags ?? {}).map(([key, value]) => ['tag', key, value] as const),
    ['id', filter.idEnd],
    ['location', filter.location],
    ['from', filter.createdFrom === undefined ? undefined : printTime(filter.createdFrom)],
    ['to', filter.createdBefore === undefined ? undefined : printTime(filter.createdBefore)],
    ['by', filter.launchedBy?.type, filter.launchedBy?.name],
  ];
  return tokens
    .flatMap(([name, value, more]) => (value === undefined ? [] : printToken(name, value, more)))
    .join(' ');
}

export const printToken = (name: TokenName, value: string, more?: string): string =>
  `${name}:${quoted(value)}${more === undefined ? '' : `=${quoted(more)}`}`;

/** As it stands in a token. */
export const quoted = (value: string): string =>
  /^[^\s"=\\]+$/u.test(value) ? value : `"${value.replace(/["\\]/g, '\\$&')}"`;

const unquoted = (text: string): string =>
  text.startsWith('"') ? text.slice(1, -1).replace(/\\(.)/gsu, '$1') : text;

interface Token {
  readonly name: TokenName;
  readonly value: string;
  /** What stands behind `=`. */
  readonly more?: string;
}

function tokensOf(text: string): readonly Token[] {
  return [...text.matchAll(token)].map(([, name, value, more, unreadable]) => {
    const known = tokenNames.find((each) => each === name?.toLowerCase());
    if (!known || value === undefined) throw invalid(unreadable ?? `${name}:`);
    return { name: known, value: unquoted(value), ...(more !== undefined && { more: unquoted(more) }) };
  });
}

function withToken(filter: RunFilter, name: TokenName, value: string, more: string | undefined): RunFilter {
  if (more !== undefined && name !== 'tag' && name !== 'by') throw invalid(printToken(name, value, more));
  switch (name) {
    case 'status': {
      const status = runStatuses.find((each) => each === value.toUpperCase());
      if (!status)
        throw invalidValue(
          name,
          value,
          runStatuses.map((each) => each.toLowerCase()),
        );
      return { ...filter, statuses: [...new Set<RunStatus>([...(filter.statuses ?? []), status])] };
    }
    case 'tag':
      if (more === undefined) throw invalidValue(name, value, ['key=value']);
      return { ...filter, tags: { ...filter.tags, [value]: more } };
    case 'by': {
      const type = launchers.find((each) => each === value.toLowerCase());
      if (!type || (type === 'person' && more !== undefined)) throw invalidValue(name, value, launchers);
      return { ...filter, launchedBy: { type, ...(more !== undefined && { name: more }) } };
    }
    case 'from':
    case 'to': {
      const time = name === 'from' ? timeFrom(value) : timeUntil(value);
      if (time === undefined) throw invalidValue(name, value, ['2024-01-31', '2024-01-31T09:30']);
      return { ...filter, [name === 'from' ? 'createdFrom' : 'createdBefore']: time };
    }
    default:
      return {
        ...filter,
        [{ job: 'jobName', asset: 'assetKey', id: 'idEnd', location: 'location' }[name]]: value,
      };
  }
}

const invalid = (text: string) =>
  new DagbookError(`“${text}” is no filter of runs`, {
    name: 'InvalidRunFilter',
    remedy: `Begin with one of ${tokenNames.map((name) => `${name}:`).join(' ')}`,
  });

const invalidValue = (name: TokenName, value: string, examples: readonly string[]) =>
  new DagbookError(`“${value}” is no value of ${name}:`, {
    name: 'InvalidRunFilter',
    remedy: `Write ${examples.map((each) => `${name}:${each}`).join(' or ')}`,
  });
