import { expect } from 'vitest';
import { caseOf, type CaseBench, type CaseSuite } from './case-bench';

const id = 'event-order';
const expected = (name: string) => caseOf(name).expect;

const cell = `
const one = op({ name: 'a' }, () => 1);
const inc = op({ name: 'b' }, ({ n }) => n + 1);
export const chain = job(() => { inc({ n: one() }); });
export const single = asset(() => 1);
const bad = op(() => { throw new TypeError('no flour'); });
const ok = op(() => 1);
export const failing = job(() => { inc.alias('c')({ n: bad() }); ok(); });
const maybe = op({ out: new Out({ isRequired: false }) }, function* maybe() {});
const yes = op({ ins: { v: new In() }, out: new Out({ isRequired: false }) }, function* yes({ v }) { yield new Output({ value: v }); });
const list = op(({ all }) => all);
export const skipping = job(() => { inc.alias('d3')({ n: inc.alias('d2')({ n: maybe() }) }); });
export const fanIn = job(() => {
  list({ all: [yes.alias('m_y')({ v: 'm_y' }), maybe.alias('m_n')(), yes.alias('m2_y')({ v: 'm2_y' })] });
});
export const fanInNone = job(() => { list({ all: [maybe.alias('m')(), maybe.alias('n')()] }); });
const keys = op({ out: new DynamicOut() }, function* keys() {
  for (const n of [0, 1, 2]) yield new DynamicOutput({ value: n, mappingKey: 'k' + n });
});
const four = op({ out: new DynamicOut() }, function* four() {
  for (const n of [0, 1, 2, 3]) yield new DynamicOutput({ value: n, mappingKey: 'k' + n });
});
const none = op({ out: new DynamicOut() }, function* none() {});
const m = op({ name: 'm' }, ({ n }) => n * 10);
const even = op({ out: new Out({ isRequired: false }) }, function* even({ n }) {
  if (n % 2 === 0) yield new Output({ value: n });
});
const burns = op(({ n }) => { if (n === 1) throw new Error('one is bad'); return n; });
export const mapped = job(() => { list({ all: keys().map((n) => m({ n })).collect() }); });
export const mappedNone = job(() => { list({ all: none().map((n) => m({ n })).collect() }); });
export const mappedSome = job(() => { list({ all: four().map((n) => even({ n })).collect() }); });
export const mappedBad = job(() => { list({ all: keys().map((n) => burns({ n })).collect() }); });
export const mappedTwice = job(() => { list({ all: keys().map((n) => m.alias('again')({ n: m({ n }) })).collect() }); });
const sameKey = op({ out: new DynamicOut() }, function* sameKey() {
  for (const mappingKey of ['a', 'a']) yield new DynamicOutput({ value: 1, mappingKey });
});
const badKey = op({ out: new DynamicOut() }, function* badKey() { yield new DynamicOutput({ value: 1, mappingKey: 'a-b' }); });
export const duplicateKey = job(() => { sameKey(); });
export const illegalKey = job(() => { badKey(); });
const twice = op({ outs: { a: new Out() } }, function* twice() {
  yield new Output({ value: 1, outputName: 'a' }); yield new Output({ value: 2, outputName: 'a' });
});
export const outputTwice = job(() => { twice(); });
const half = op({ outs: { a: new Out(), z: new Out() } }, function* half() { yield new Output({ value: 1, outputName: 'a' }); });
export const outputMissing = job(() => { half(); });
const stranger = op({ outs: { a: new Out() } }, function* stranger() { yield new Output({ value: 1, outputName: 'q' }); });
export const outputUnknown = job(() => { stranger(); });
const text = { '~standard': { version: 1, vendor: 'test', validate: (value) =>
  typeof value === 'string' ? { value } : { issues: [{ message: 'not a text' }] } } };
const wrong = op({ out: new Out({ type: text }) }, function wrong() { return 1; });
export const typed = job(() => { wrong(); });
const first = op({ out: new Out({ type: Nothing }) }, function first() {});
const second = op({ ins: { start: new In({ type: Nothing }) } }, function second() { return 2; });
export const ordered = job(() => { second({ start: first() }); });
const quick = (name, priority) => op({ name, tags: priority === undefined ? {} : { 'dagster/priority': priority } }, () => 1);
const p1 = quick('low', '-1'), p2 = quick('z_high', '10'), p3 = quick('m_none'), p4 = quick('b_none'), p5 = quick('one', '1');
export const priorities = job(() => { p1(); p2(); p3(); p4(); p5(); });
export const ab = multiAsset({ outs: { subA: new AssetOut(), subB: new AssetOut() }, canSubset: true }, function* (_, { selectedOutputNames }) {
  for (const outputName of selectedOutputNames) yield new Output({ value: outputName, outputName });
});
export const cd = multiAsset({ outs: { c: new AssetOut(), dd: new AssetOut() } }, () => ({ c: 1, dd: 2 }));
export const optional = multiAsset({ outs: { there: new AssetOut(), gone: new AssetOut({ isRequired: false }) } }, function* () {
  yield new Output({ value: 1, outputName: 'there' });
});
export const ofGone = asset({ ins: { g: new AssetIn('gone') } }, ({ g }) => g);
export const ofThere = asset({ ins: { t: new AssetIn('there') } }, ({ t }) => t);
export const feast = graphAsset(() => inc({ n: one() }));
const yay = successHook(function yay() {});
const oh = failureHook(function oh() {});
const broken = successHook(function broken() { throw new Error('hook broke'); });
const fine = op({ hooks: [yay, oh, broken] }, () => 1);
export const hooked = job(() => { fine(); });
`;

const job = ({ run }: CaseBench, jobName: string, more = {}) => run(id, { jobName, ...more });

/** A step that fails: its events, and what its error says. */
const fails =
  (
    jobName: string,
    step: string,
    message: RegExp,
    events: readonly string[] = ['STEP_START', 'STEP_FAILURE'],
  ) =>
  async (bench: CaseBench) => {
    const { status, log, events: all } = await job(bench, jobName);
    expect([status, log(step)]).toEqual(['FAILURE', events]);
    const failure = all.find(({ type }) => type === 'STEP_FAILURE');
    expect(failure?.type === 'STEP_FAILURE' && failure.data.error.message).toMatch(message);
  };

export const eventOrder: CaseSuite = {
  topic: 'event order',
  notebook: [id, cell],
  cases: {
    async 'ev-01-success'(bench) {
      expect((await job(bench, 'chain')).log()).toEqual(expected('ev-01-success').order);
    },
    async 'ev-02-asset'({ run }) {
      expect((await run(id, { selection: 'single' })).log('single')).toEqual(expected('ev-02-asset').order);
    },
    async 'ev-03-failure'(bench) {
      const { status, log, events } = await job(bench, 'failing');
      expect(log('bad')).toEqual(expected('ev-03-failure').bad);
      // Where Dagster has no event for `c`, we say that it will not run, and why.
      expect(log('c')).toEqual(['STEP_ABANDONED']);
      expect(log('ok').at(-1)).toBe('STEP_SUCCESS');
      expect([status, log().at(-1)]).toEqual(['FAILURE', 'RUN_FAILURE']);
      expect(events.at(-1)!.message).toContain("Steps failed: ['bad']");
    },
    async 'ev-04-skip'(bench) {
      const { status, log } = await job(bench, 'skipping');
      const { maybe, d2, d3, run } = expected('ev-04-skip');
      expect([log('maybe').at(-1), log('d2'), log('d3'), status]).toEqual([maybe, d2, d3, run]);
    },
    async 'ev-05-fan-in-some'(bench) {
      expect(await (await job(bench, 'fanIn')).value('list')).toEqual(expected('ev-05-fan-in-some').value);
    },
    async 'a list whose members are all skipped skips its step'(bench) {
      const { status, log } = await job(bench, 'fanInNone');
      expect([log('list'), status]).toEqual([['STEP_SKIPPED'], 'SUCCESS']);
    },
    async 'ev-07-dynamic'(bench) {
      const { run, value, events } = await job(bench, 'mapped');
      const { step_keys, collected } = expected('ev-07-dynamic');
      const started = events.filter(({ type }) => type === 'STEP_START').map(({ stepKey }) => stepKey);
      expect([run.status, started]).toEqual(['SUCCESS', ['keys', ...step_keys, 'list']]);
      expect(await value('list')).toEqual(collected);
    },
    async 'ev-08-dynamic-empty'(bench) {
      const { status, value, events } = await job(bench, 'mappedNone');
      expect(events.filter(({ stepKey }) => stepKey?.startsWith('m'))).toHaveLength(0);
      expect([status, await value('list')]).toEqual(['SUCCESS', []]);
    },
    async 'ev-09-dynamic-skip-some'(bench) {
      const { status, value, log } = await job(bench, 'mappedSome');
      const { collect, run } = expected('ev-09-dynamic-skip-some');
      expect([status, await value('list')]).toEqual([run, collect]);
      expect(log('even[k1]').at(-1)).toBe('STEP_SUCCESS');
    },
    async 'one mapped failure: collect never starts, the other mapped steps end'(bench) {
      const { status, log } = await job(bench, 'mappedBad');
      expect([log('list'), status]).toEqual([['STEP_ABANDONED'], 'FAILURE']);
      expect(log('burns[k2]').at(-1)).toBe('STEP_SUCCESS');
    },
    async 'a chain of mapped steps has the keys at each step'(bench) {
      const { log, value } = await job(bench, 'mappedTwice');
      expect(log('again[k1]').at(-1)).toBe('STEP_SUCCESS');
      expect(await value('list')).toEqual([0, 100, 200]);
    },
    'ev-11-dynamic-dup': fails('duplicateKey', 'sameKey', /mapping key.*"a"|"a".*mapping key/i, [
      'STEP_START',
      'STEP_OUTPUT',
      'HANDLED_OUTPUT',
      'STEP_FAILURE',
    ]),
    'ev-12-dynamic-badkey': fails('illegalKey', 'badKey', /a-b/),
    async 'ev-14-dup-output'(bench) {
      await fails('outputTwice', 'twice', /multiple times/, expected('ev-14-dup-output').events)(bench);
    },
    'an output that is not yielded fails the step; what was yielded stays stored': fails(
      'outputMissing',
      'half',
      /"?z"?/,
      ['STEP_START', 'STEP_OUTPUT', 'HANDLED_OUTPUT', 'STEP_FAILURE'],
    ),
    'an output that the op does not have fails the step': fails('outputUnknown', 'stranger', /"q"/),
    'a value that has not its type is not stored': fails('typed', 'wrong', /not a text/, [
      'STEP_START',
      'STEP_OUTPUT',
      'STEP_FAILURE',
    ]),
    async 'a Nothing edge orders and loads nothing'(bench) {
      const { status, log } = await job(bench, 'ordered');
      expect(status).toBe('SUCCESS');
      expect(log('second')).toEqual(['STEP_START', 'STEP_OUTPUT', 'HANDLED_OUTPUT', 'STEP_SUCCESS']);
      expect(log().indexOf('second:STEP_START')).toBeGreaterThan(log().indexOf('first:STEP_SUCCESS'));
      expect(log('first')).not.toContain('HANDLED_OUTPUT');
    },
    async 'ready steps go by priority, then by key'(bench) {
      const { events } = await job(bench, 'priorities');
      const started = events.filter(({ type }) => type === 'STEP_START').map(({ stepKey }) => stepKey);
      expect(started).toEqual(['z_high', 'one', 'b_none', 'm_none', 'low']);
    },
    async 'ev-18-multiprocess-prefix'(bench) {
      const { log } = await job(bench, 'chain', { executor: { type: 'multiprocess' } });
      const { per_step } = expected('ev-18-multiprocess-prefix');
      for (const step of ['a', 'b']) expect(log(step).slice(0, per_step.length)).toEqual(per_step);
      expect(log().slice(-2)).toEqual(['ENGINE_EVENT', 'RUN_SUCCESS']);
    },
    async 'ev-27-subset'({ run }) {
      const { events, status } = await run(id, { selection: 'subA' });
      const made = events
        .filter(({ type }) => type === 'ASSET_MATERIALIZATION')
        .map(({ assetKey }) => assetKey);
      expect([status, made]).toEqual(['SUCCESS', ['subA']]);
    },
    async 'ev-28-not-subsettable'({ run }) {
      await expect(run(id, { selection: 'key:c' })).rejects.toThrow(/\bc\b.*\bdd\b|\bdd\b.*\bc\b/);
    },
    async 'an optional asset that is not yielded skips what reads it, and the run succeeds'({ run }) {
      const { status, log, events } = await run(id, { selection: 'there or gone or ofGone or ofThere' });
      expect([status, log('ofGone'), log('ofThere').at(-1)]).toEqual([
        'SUCCESS',
        ['STEP_SKIPPED'],
        'STEP_SUCCESS',
      ]);
      const made = events
        .filter(({ type }) => type === 'ASSET_MATERIALIZATION')
        .map(({ assetKey }) => assetKey);
      expect(made).toEqual(['there', 'ofThere']);
    },
    async 'an asset of a graph has a step for each op, and one materialization'({ run }) {
      const { log, events, value } = await run(id, { selection: 'feast' });
      expect(log('feast.a').at(-1)).toBe('STEP_SUCCESS');
      expect(log('feast.a')).not.toContain('ASSET_MATERIALIZATION');
      expect(log('feast.b')).toContain('ASSET_MATERIALIZATION');
      expect(events.filter(({ type }) => type === 'ASSET_MATERIALIZATION')).toHaveLength(1);
      expect(await value('feast.b')).toBe(2);
    },
    async 'hooks follow the end of their step and change nothing'(bench) {
      const { status, log } = await job(bench, 'hooked');
      expect([status, log('fine').slice(-4)]).toEqual([
        'SUCCESS',
        ['STEP_SUCCESS', 'HOOK_COMPLETED', 'HOOK_SKIPPED', 'HOOK_ERRORED'],
      ]);
    },
  },
};
