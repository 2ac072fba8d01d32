import { didYouMean } from '../definitions/suggestion';
import { InvalidSubsetError } from './invalid-subset';

/** A step as far as a selection looks at it. */
export interface SelectableStep {
  readonly key: string;
  /** Keys of the steps before it. */
  readonly upstream: Iterable<string>;
}

/** `*a`, `+a*`, `a++`: how many levels around `name` are taken, too. */
interface Clause {
  readonly name: string;
  readonly up: number;
  readonly down: number;
}

type Neighbours = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * The keys of the steps that Dagster's op selection language names: `a`, `*a` (and all before it), `a*`, `+a` (and one
 * level before it), `a++` (two levels after). A list is the union of its members, and nothing is added to it. A name
 * is that of an op, or of a graph and so of all that is in it; a level is counted among things of the depth of the
 * name. Throws `InvalidSubsetError` where a member names nothing, or is not written like this.
 */
export function selectOps(
  selection: readonly string[],
  steps: readonly SelectableStep[],
): ReadonlySet<string> {
  const selected = new Set<string>();
  for (const text of selection) for (const key of keysOf(text, steps)) selected.add(key);
  return selected;
}

function keysOf(text: string, steps: readonly SelectableStep[]): readonly string[] {
  if (text.trim() === '*') return steps.map(({ key }) => key);
  const clause = parseClause(text);
  const depth = clause.name.split('.').length;
  // The copies of a mapped step go by its name, unless the clause names one of them.
  const plain = (key: string) => (clause.name.includes('[') ? key : key.replace(/\[[^\]]*\]/g, ''));
  const nameOf = (key: string): string => plain(key).split('.').slice(0, depth).join('.');
  const names = new Set(steps.map(({ key }) => nameOf(key)));
  if (!names.has(clause.name))
    throw new InvalidSubsetError(
      `No op matches the op selection ${JSON.stringify(text)}: there is no ${clause.name} here.` +
        didYouMean(clause.name, names),
      { remedy: `Its ops are: ${[...names].join(', ')}.` },
    );
  const { upstream, downstream } = neighbours(steps, nameOf);
  const chosen = new Set([
    ...within(clause.name, clause.up, upstream),
    ...within(clause.name, clause.down, downstream),
  ]);
  return steps.flatMap(({ key }) => (chosen.has(nameOf(key)) ? [key] : []));
}

function parseClause(text: string): Clause {
  const parts = /^(\*?)(\+*)([\w.[\]?]+)(\+*)(\*?)$/.exec(text.trim());
  if (!parts)
    throw new InvalidSubsetError(`${JSON.stringify(text)} is not an op selection`, {
      remedy:
        'Write a name, with * or + before it for what is upstream, and after it for what is downstream.',
    });
  const [, allUp, plusUp, name, plusDown, allDown] = parts;
  return {
    name: name!,
    up: allUp ? Infinity : plusUp!.length,
    down: allDown ? Infinity : plusDown!.length,
  };
}

function neighbours(steps: readonly SelectableStep[], nameOf: (key: string) => string) {
  const upstream = new Map<string, Set<string>>();
  const downstream = new Map<string, Set<string>>();
  for (const step of steps)
    for (const key of step.upstream) {
      const [from, to] = [nameOf(key), nameOf(step.key)];
      if (from === to) continue;
      upstream.set(to, (upstream.get(to) ?? new Set()).add(from));
      downstream.set(from, (downstream.get(from) ?? new Set()).add(to));
    }
  return { upstream, downstream };
}

/** A name and what is at most `levels` edges from it. */
function within(name: string, levels: number, edges: Neighbours): ReadonlySet<string> {
  const reached = new Set([name]);
  let border = [name];
  for (let level = 0; level < levels && border.length > 0; level++) {
    border = [...new Set(border.flatMap((each) => [...(edges.get(each) ?? [])]))].filter(
      (each) => !reached.has(each),
    );
    for (const each of border) reached.add(each);
  }
  return reached;
}
