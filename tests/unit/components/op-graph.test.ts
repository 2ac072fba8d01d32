/* eslint-disable @typescript-eslint/no-explicit-any -- what cells write need not be typed */
import { expect, test } from 'vitest';
import { graphsOf, opGraph } from '$lib/components/jobs/op-graph';
import { DynamicOut, graph, job, op } from '$lib/definitions';
import { collect } from '../definitions/collect';

const start = op(() => 1);
const inc = op(({ n }: { n: any }) => n);
const add = op(({ x, y }: { x: any; y: any }) => x + y);
const many = op({ out: new DynamicOut<any>() }, function* (_: { n?: any }): Generator {});
const twice = graph(({ n }: { n: any }) => inc({ n: inc({ n }) }));
const outer = graph(({ n }: { n: any }) => twice({ n }));

function graphOf(body: () => unknown, ...open: readonly string[]) {
  const { snapshot } = collect({ j: job(body) }, { start, inc, add, many, twice, outer });
  const steps = snapshot.jobs[0]!.steps!;
  const { nodes, edges } = opGraph(steps, new Set(open));
  return {
    graphs: graphsOf(steps),
    nodes: nodes.map(({ id, step, size }) => (step ? id : `${id}(${size})`)),
    edges: edges.map(
      ({ from, to, values, isDynamic }) => `${from} ${isDynamic ? '=>' : '->'} ${to}: ${values.join()}`,
    ),
  };
}

const nested = () => add({ x: start(), y: outer({ n: start() }) });

test.each([
  ['all closed', [], ['start', 'start_2', 'outer(2)', 'add'],
    ['start_2 -> outer: result → n', 'start -> add: result → x', 'outer -> add: result → y']],
  ['the outer one open', ['outer'], ['start', 'start_2', 'outer.twice(2)', 'add'],
    ['start_2 -> outer.twice: result → n', 'start -> add: result → x', 'outer.twice -> add: result → y']],
  ['all open', ['outer', 'outer.twice'], ['start', 'start_2', 'outer.twice.inc', 'outer.twice.inc_2', 'add'],
    ['start_2 -> outer.twice.inc: result → n', 'outer.twice.inc -> outer.twice.inc_2: result → n',
      'start -> add: result → x', 'outer.twice.inc_2 -> add: result → y']],
  ['the inner one open in a closed one', ['outer.twice'], ['start', 'start_2', 'outer(2)', 'add'],
    ['start_2 -> outer: result → n', 'start -> add: result → x', 'outer -> add: result → y']],
])('graphs in graphs, %s', (_, open, nodes, edges) => {
  expect(graphOf(nested, ...open)).toEqual({ graphs: ['outer', 'outer.twice'], nodes, edges });
}); // prettier-ignore

test('what is mapped and collected is told, and what only orders', () => {
  const mapped = () => inc({ n: many().map((n) => inc({ n })).collect() }, { after: [start()] }); // prettier-ignore
  expect(graphOf(mapped).edges.toSorted()).toEqual([
    'inc => inc_2: result → n',
    'many => inc: result → n',
    'start -> inc_2: ',
  ]);
});

test('several values between two nodes are one edge', () => {
  const both = () => { const n = start(); add({ x: n, y: n }); }; // prettier-ignore
  expect(graphOf(both).edges).toEqual(['start -> add: result → x,result → y']);
});
