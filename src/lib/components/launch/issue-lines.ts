import { configPathText } from '../../definitions/config/config-path';
import type { ConfigIssue } from '../../instance/instance';
import { issuePath } from './config-text';
import { jsonPlaces } from './json-places';

/** The lines (from 1) of a config at which issues are mended: each that of its entry, or of the nearest around it. */
export function issueLines(text: string, issues: readonly ConfigIssue[]): readonly number[] {
  if (issues.length === 0) return [];
  const places = jsonPlaces(text).map(({ path, from }) => ({ path: configPathText(path), from }));
  return issues.map((issue) => {
    const wanted = issuePath(issue);
    const [nearest] = places
      .filter(({ path }) => wanted === path || [':', '['].some((next) => wanted.startsWith(path + next)))
      .sort((a, b) => b.path.length - a.path.length);
    return text.slice(0, nearest?.from ?? 0).split('\n').length;
  });
}
