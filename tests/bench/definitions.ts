import { asset } from '$lib/definitions/asset';
import { AssetIn, type AssetIns } from '$lib/definitions/asset-in';
import { collectDefinitions } from '$lib/definitions/collect-definitions';
import type { DefinitionEntry } from '$lib/definitions/exported-definitions';
import { AssetGraph } from '$lib/graph/asset-graph';
import { resolveSelection } from '$lib/graph/selection/resolve-selection';
import { createPlan } from '$lib/plan/create-plan';
import { median, type Measure, type Measurement } from './measure';

const sizes = [1_000, 10_000, 100_000];

/** Chains of ten assets; the first of each chain follows the hub of its hundred chains. */
const upstreamOf = (at: number): number | undefined => {
  if (at % 10 > 0) return at - 1;
  const hub = at - (at % 1000);
  return at === hub ? undefined : hub;
};

const keyOf = (at: number) => `asset_${at}`;

/** What a cell of the notebook exports, each with a group, a tag and an owner. */
function entriesOf(size: number): readonly DefinitionEntry[] {
  const entries: DefinitionEntry[] = [];
  for (let at = 0; at < size; at++) {
    const upstream = upstreamOf(at);
    const ins: AssetIns = upstream === undefined ? {} : { before: new AssetIn(keyOf(upstream)) };
    const value = asset(
      {
        ins,
        group: `group_${at % 7}`,
        tags: { tier: at % 3 === 0 ? 'gold' : 'silver' },
        owners: ['team:bench'],
      },
      () => at,
    );
    entries.push({ name: keyOf(at), value, cell: `cell${at % 100}`, codeVersion: '1' });
  }
  return entries;
}

/** Definitions → lineage → the plan of all of them. */
function load(entries: readonly DefinitionEntry[]): AssetGraph {
  const { snapshot } = collectDefinitions(entries);
  const graph = new AssetGraph([{ location: 'bench', snapshot }]);
  const { steps } = createPlan({ snapshot, selected: graph.order });
  if (steps.length !== entries.length || snapshot.errors.length > 0)
    throw new Error(`${steps.length} steps of ${entries.length}: ${snapshot.errors[0]?.message}`);
  return graph;
}

/** The least that loading must do: the same edges in a Map, sorted topologically. */
function plainSort(size: number): readonly string[] {
  const downstream = new Map<string, string[]>();
  const waiting = new Map<string, number>();
  for (let at = 0; at < size; at++) {
    const upstream = upstreamOf(at);
    downstream.set(keyOf(at), []);
    waiting.set(keyOf(at), upstream === undefined ? 0 : 1);
    if (upstream !== undefined) downstream.get(keyOf(upstream))!.push(keyOf(at));
  }
  const order = [...waiting].flatMap(([key, count]) => (count === 0 ? [key] : []));
  for (const key of order) {
    for (const next of downstream.get(key)!) {
      const left = waiting.get(next)! - 1;
      waiting.set(next, left);
      if (left === 0) order.push(next);
    }
  }
  return order;
}

/** The median of several calls, after some that warm up. */
async function timed(run: () => unknown, times = 7): Promise<number> {
  for (let i = 0; i < 2; i++) run();
  return median(times, async () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  });
}

const ms = (time: number) => `${time < 10 ? time.toFixed(2) : Math.round(time)} ms`;
const each = (time: number, size: number) => `${((1000 * time) / size).toFixed(1)} µs each`;

async function loading(): Promise<readonly Measurement[]> {
  const rows: Measurement[] = [];
  const perAsset: number[] = [];
  for (const size of sizes) {
    const entries = entriesOf(size);
    const times = size > 50_000 ? 3 : 7;
    const ours = await timed(() => load(entries), times);
    const plain = await timed(() => plainSort(size), times);
    perAsset.push(ours / size);
    rows.push({
      what: `${size.toLocaleString('en')} asset definitions to graph and plan`,
      value: `${ms(ours)}, ${each(ours, size)}`,
      yardstick: `the edges in a Map and sorted: ${ms(plain)}`,
      ratio: ours / plain,
      aim: { atMost: 30 },
    });
    if (size === 10_000)
      rows.push({
        what: 'the same, as time',
        value: ms(ours),
        yardstick: 'the aim of 50 ms',
        ratio: ours / 50,
        aim: { atMost: 1 },
      });
  }
  rows.push({
    what: 'an asset of 100,000 beside one of 1,000',
    value: each(perAsset.at(-1)!, 1),
    yardstick: each(perAsset[0]!, 1),
    ratio: perAsset.at(-1)! / perAsset[0]!,
    aim: { atMost: 1.5 },
  });
  return rows;
}

const middle = keyOf(5_005);
const selections: readonly (readonly [selection: string, atMost: number])[] = [
  ['*', 2],
  ['tag:tier=gold', 10],
  [`+key:${middle}`, 10],
  ['key:asset_5*', 10],
  ['roots(group:group_1)', 10],
  [`(tag:tier=gold and not group:group_2) or sinks(key:"asset_7*")+ and +key:${middle}+`, 20],
];

async function selecting(): Promise<readonly Measurement[]> {
  const size = 10_000;
  const graph = load(entriesOf(size));
  const assets = graph.order.map((key) => graph.get(key)!);
  const plain = await timed(
    () => assets.filter(({ tags }) => tags['tier'] === 'gold').map(({ key }) => key),
    25,
  );
  const rows: Measurement[] = [];
  for (const [selection, atMost] of selections) {
    const ours = await timed(() => resolveSelection(selection, graph), 25);
    rows.push({
      what: `select ${selection} of 10,000`,
      value: `${ms(ours)}, ${resolveSelection(selection, graph).length} assets`,
      yardstick: `a filter by one tag: ${ms(plain)}`,
      ratio: ours / plain,
      aim: { atMost },
    });
  }
  return rows;
}

/** Loading and selecting definitions: pure functions, in Node. */
export const definitions: Measure = async () => [...(await loading()), ...(await selecting())];
