/* eslint-disable @typescript-eslint/no-explicit-any -- what cells write need not be typed */
import {
  asset,
  AssetOut,
  definitions,
  DynamicOut,
  graph,
  graphAsset,
  graphMultiAsset,
  In,
  job,
  op,
  Out,
} from '$lib/definitions';
import { resource } from '$lib/definitions/resource';
import { describe, expect, it } from 'vitest';
import { collect } from './collect';

const a = op(() => 1);
const inc = op({ ins: { n: new In<any>() } }, ({ n }) => n);
const many = op(
  { ins: { n: new In<any>({ default: 0 }) }, out: new DynamicOut<any>() },
  function* (): Generator {},
);
const split = op({ outs: { left: new Out<any>(), right: new Out<any>() } }, () => [1, 2]);
const raw = asset(() => 1);
const ops = { a, inc, many, split };
let smuggled: any;
const wrong = (value: unknown) => value as never;

const inJob = (body: () => unknown) => ({ j: job(body) });

describe('what is wrong in the body of a graph is told with its cell and the remedy', () => {
  // prettier-ignore
  it.each<[string, Record<string, unknown>, readonly RegExp[]]>([
    ['an input that the op does not have', inJob(() => inc(wrong({ m: a() }))), [/^job j: inc has no input "m". Did you mean "n"\?/]],
    ['everything at once', inJob(() => (inc(wrong({ x: 1 })), a.alias('a b')(), inc({ n: a }))), [/no input "x"/, /alias "a b" is not a legal name/, /input "n" of inc_2 is an op or graph that was not called/]],
    ['inputs that are not named', inJob(() => inc(wrong(a()))), [/inc is not called with its inputs by name/]],
    ['a dynamic output as if it were one value', inJob(() => inc({ n: many() as any })), [/input "n" of inc is a dynamic output, which has many values/]],
    ['and in a list', inJob(() => inc({ n: [a(), many()] })), [/member 1 of input "n" of inc is a dynamic output/]],
    ['several outputs as if they were one', inJob(() => inc({ n: split() })), [/input "n" of inc is the record of several outputs/]],
    ['handles inside an object', inJob(() => inc({ n: { x: a() } })), [/an object with handles in it/]],
    ['a promise', inJob(() => inc({ n: Promise.resolve(1) })), [/is a promise/]],
    ['a constant that is no data', inJob(() => inc({ n: new Map() })), [/input "n" of inc: a Map is not JSON/]],
    ['an asset that is not in ins', { raw, g: graphAsset(() => inc({ n: raw }) as any) }, [/asset g: input "n" of inc is a definition, not a value/]],
    ['an alias twice', inJob(() => (a.alias('x')(), a.alias('x')())), [/the name "x" is used twice/]],
    ['a handle of another graph', { one: job(() => void (smuggled = a())), two: job(() => inc({ n: smuggled })) }, [/job two: input "n" of inc is a handle of another graph/]],
    ['a map over nothing', inJob(() => many().map(() => a())), [/the callback of map answers something that does not depend on its argument/]],
    ['a map that answers a value', inJob(() => many().map(() => 5)), [/the callback of map answers a value, not a handle/]],
    ['a collect of a collected list', inJob(() => many().map((n) => many.alias('inner')({ n })).collect().collect()), [/a collected list is collected once more/]],
    ['two mappings that are not nested', inJob(() => many().map((x) => many.alias('other')().map((y) => inc({ n: [x, y] })))), [/inc is mapped over two dynamic outputs that are not nested/]],
    ['an async body', inJob(async () => a()), [/its body is async/]],
    ['a body that throws', inJob(() => { throw new Error('burnt'); }), [/its body throws: burnt/]],
    ['a body without ops', inJob(() => {}), [/job j: it has no ops/]],
    ['a body that returns a value', inJob(() => (a(), 5)), [/its body returns the value 5, not a handle/]],
    ['a graph input that is connected to nothing', { g: graph({ ins: { x: new In(), y: new In() } }, ({ x }) => inc({ n: x })) }, [/graph g: its input "y" is connected to nothing/]],
    ['an input that the graph does not declare', { g: graph({ ins: { rows: new In() } }, (ins: any) => inc({ n: [ins.rows, ins.row] })) }, [/it has no input "row". Did you mean "rows"\?/]],
    ['an asset of ins that is not used', { raw, g: graphAsset({ ins: { raw } }, () => a()) }, [/asset g: its input "raw" is connected to nothing/]],
    ['a graph asset that returns nothing', { g: graphAsset((() => void a()) as any) }, [/asset g: its body returns no output for it/]],
    ['a graph asset that returns its input', { raw, g: graphAsset({ ins: { raw } }, ({ raw }) => raw) }, [/asset "g" is not the output of an op but an input/]],
    ['a graph asset that returns many values', { g: graphAsset((() => many()) as any) }, [/asset "g" is a dynamic output/]],
    ['a graph asset that returns a collected list', { g: graphAsset(() => many().collect()) }, [/not the output of an op but a list of values/]],
    ['an unknown output', { g: graphMultiAsset({ outs: { left: new AssetOut(), right: new AssetOut() } }, (() => ({ left: a(), rigt: a() })) as any) }, [/returns "rigt", which is not one of its outs. Did you mean "right"\?/, /its body returns no output for output "right"/]],
    ['too few outputs', { g: graphMultiAsset({ outs: { p: new AssetOut(), q: new AssetOut() } }, () => [a()]) }, [/its body returns a list of 1, and it has 2 outs/]],
    ['one output twice', { g: graphMultiAsset({ outs: { p: new AssetOut(), q: new AssetOut() } }, () => { const x = a(); return [x, x]; }) }, [/its outputs "p" and "q" are the same output of g.a/]],
    ['an op without a name', inJob(() => op(() => 1)()), [/an op that it uses has no name/]],
    ['an op of an illegal name', inJob(() => op({ name: 'a-b' }, () => 1)()), [/op a-b: op "a-b" is not a legal name/, /job j: it uses the op "a-b", which has an error/]],
    ['two ops of one name', { ...inJob(() => (a(), op({ name: 'a' }, () => 2)())), a }, [/op a: the op name "a" is defined 2 times, in "cell a" and "cell j"/, /op a: the op name/, /it uses the op "a"/]],
    ['an op and an asset of one name', { ...inJob(() => op({ name: 'raw' }, () => 2)()), raw }, [/op raw: the op name "raw" is defined 2 times, in "cell raw" and "cell j"/, /it uses the op "raw"/]],
    ['outs that are none, and options of the wrong kind', { o: op({ name: 'o', outs: { p: {} as never, q: new Out({ type: 5 as never }) }, timeout: -1, executor: 'dask' as never, hooks: [{} as never] }, () => 1) }, [/output "p" is not an Out/, /the type of output "q" is not a schema/, /its timeout is -1/, /executor "dask" is not known/, /not a hook/]],
    ['a resource that nothing provides', { ...inJob(() => op({ name: 'o', resources: ['dbb'] }, () => 1)()), db: resource(() => 1) }, [/job j: it requires the resource "dbb", which nothing provides. Did you mean "db"\?/]],
    ['a list with something else in it', { all: definitions({ jobs: [5 as never] }) }, [/definitions: jobs has a member that is not a definition/]],
    ['definitions twice', { x: definitions({}), y: definitions({}) }, [/definitions\(\) is exported more than once/]],
  ])('%s', (_, exports, messages) => {
    const { errors } = collect(exports, ops).snapshot;
    expect(errors.map(({ message }) => message)).toEqual(
      messages.map((message) => expect.stringMatching(message)),
    );
    for (const { at, remedy } of errors) {
      expect(remedy).toMatch(/\w/);
      expect(at!.cell).toMatch(/^cell /);
    }
  });

  it('a graph that contains itself names the path', () => {
    const outer: any = graph((): any => inner());
    const inner: any = graph(() => outer());
    const { errors } = collect({ outer, inner, j: job(() => outer()) }).snapshot;
    expect(errors.map(({ message }) => message)).toEqual([
      'job j: circular dependency: outer → inner → outer',
    ]);
  });

  it('takes only what depends on it', () => {
    const bad = op({ name: 'bad', tags: { 'a b': '' } }, () => 1);
    const exports = {
      bad,
      broken: graphAsset(() => bad()),
      after: asset({ deps: ['broken'] }, () => 1),
      apart: graphAsset(() => a()),
      j: job(() => bad()),
      k: job(() => a()),
    };
    const { snapshot, runtime } = collect(exports, ops);
    expect(snapshot.assets.map(({ key }) => key)).toEqual(['apart']);
    expect(snapshot.jobs.map(({ name }) => name)).toEqual(['k']);
    expect(snapshot.steps.map(({ key }) => key)).toEqual(['apart.a']);
    expect(['bad', 'broken', 'after', 'apart', 'a'].filter((name) => runtime.nodes.get(name))).toEqual(['a']);
    expect(snapshot.errors.map(({ message }) => message)).toEqual([
      expect.stringContaining('op bad: tag key "a b" is not legal'),
      'asset broken: it uses the op "bad", which has an error',
      'asset after: it depends on "broken", which has an error',
      'job j: it uses the op "bad", which has an error',
    ]);
  });
});
