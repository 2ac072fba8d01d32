import { randomId } from '../base/ids';
import type { AssetStatus } from './instance';

/** How all assets stand; to who says what was told before, only those that stand otherwise. */
export type AssetNews = {
  /** What was told, to be said when asking again. */
  readonly at: string;
} & (
  | { readonly all: readonly AssetStatus[] }
  /** By the place in what was told before. */
  | { readonly changed: readonly (readonly [place: number, status: AssetStatus])[] }
);

interface Told {
  readonly status: AssetStatus;
  readonly sign: string;
  /** When it was last found to have changed. */
  readonly version: number;
}

/** Knows what it told of all assets: of 10,000, most stand as before, and to send them takes longer than to judge them. */
export class AssetTeller {
  /** Other definitions, or another leader, make another list. */
  #list = randomId();
  #version = 0;
  #told: readonly Told[] = [];

  tell(statuses: readonly AssetStatus[], since = ''): AssetNews {
    this.#note(statuses);
    const at = `${this.#list} ${this.#version}`;
    const [list, version] = since.split(' ');
    if (list !== this.#list) return { at, all: statuses };
    const changed = this.#told.flatMap((told, place) =>
      told.version > Number(version) ? [[place, told.status] as const] : [],
    );
    return { at, changed };
  }

  #note(statuses: readonly AssetStatus[]): void {
    const before = this.#told;
    const isSameList =
      statuses.length === before.length &&
      statuses.every(({ asset }, place) => asset === before[place]!.status.asset);
    if (!isSameList) this.#list = randomId();
    this.#version += 1;
    this.#told = statuses.map((status, place) => {
      const sign = signOf(status);
      const told = isSameList ? before[place] : undefined;
      return told?.sign === sign ? told : { status, sign, version: this.#version };
    });
  }
}

/** Differs where the state does. */
const signOf = ({ latest, observation, lastFailure, inProgress, stale, freshness }: AssetStatus): string =>
  JSON.stringify([latest?.id, observation?.id, lastFailure?.id, inProgress, stale, freshness]);

/** What `known` has become; itself where nothing has changed. */
export function withNews(known: readonly AssetStatus[], news: AssetNews): readonly AssetStatus[] {
  if ('all' in news) return news.all;
  if (news.changed.length === 0) return known;
  const statuses = [...known];
  for (const [place, status] of news.changed) statuses[place] = status;
  return statuses;
}
