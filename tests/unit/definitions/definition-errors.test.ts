import { asset, AssetIn, AssetOut, defineAssetJob, multiAsset } from '$lib/definitions';
import { describe, expect, it } from 'vitest';
import { collect } from './collect';

const one = asset(() => 1);
const noFunction = undefined as never;

describe('definition errors name cell, definition and remedy', () => {
  it.each<[string, Record<string, unknown>, readonly (readonly [cell: string, message: RegExp])[]]>([
    [
      'one key in two cells (Dagster: duplicate asset key)',
      { a: asset({ name: 'x' }, () => 1), b: asset({ name: 'x' }, () => 2) },
      [
        ['cell a', /^asset x: the asset key "x" is defined 2 times, in "cell a" and "cell b"$/],
        ['cell b', /^asset x: the asset key "x" is defined 2 times/],
      ],
    ],
    [
      'one key twice in a multiAsset',
      { m: multiAsset({ outs: { p: new AssetOut(), q: new AssetOut({ key: 'p' }) } }, () => ({})) },
      [['cell m', /the asset key "p" is defined 2 times, in "cell m"/]],
    ],
    [
      'two steps of one name',
      {
        a: asset({ name: 'steps' }, () => 1),
        steps: multiAsset({ outs: { p: new AssetOut() } }, () => ({})),
      },
      [
        ['cell a', /step name "steps" is defined 2 times/],
        ['cell steps', /step name "steps"/],
      ],
    ],
    [
      'a cycle (Dagster case def-01)',
      {
        x: asset({ ins: { y: new AssetIn('y') } }, () => 1),
        y: asset({ deps: ['x'] }, () => 1),
      },
      [
        ['cell x', /circular dependency: x → y → x/],
        ['cell y', /circular dependency: x → y → x/],
      ],
    ],
    [
      'an asset that needs itself',
      { x: asset({ deps: ['x'] }, () => 1) },
      [['cell x', /circular dependency: x → x/]],
    ],
    [
      'an input that exists nowhere (Dagster case def-03)',
      {
        ingredients: one,
        m: asset({ ins: { a: new AssetIn('ingredient'), b: new AssetIn('zzz') } }, () => 1),
      },
      [
        [
          'cell m',
          /input "a" is the asset "ingredient", which no cell defines. Did you mean "ingredients"\?/,
        ],
        ['cell m', /input "b" is the asset "zzz", which no cell defines.$/],
      ],
    ],
    [
      'an input that is no asset',
      { m: asset({ ins: { a: undefined, b: () => 1, c: 'one', d: new AssetOut() } as never }, () => 1) },
      [
        ['cell m', /input "a" is not an asset but undefined/],
        ['cell m', /input "b" is not an asset but a function/],
        ['cell m', /input "c" is text/],
        ['cell m', /input "d" is not an asset but another object/],
      ],
    ],
    [
      'an asset that is used but not exported',
      { m: asset({ ins: { one } }, () => 1) },
      [['cell m', /input "one" is an asset that no cell exports by name/]],
    ],
    [
      'a whole multiAsset as an input, and a dep that is no asset',
      {
        many: multiAsset({ outs: { p: new AssetOut() } }, () => ({})),
        m: asset(
          {
            ins: { many: multiAsset({ outs: { p: new AssetOut() } }, () => ({})) } as never,
            deps: [5 as never, 'a//b'],
          },
          () => 1,
        ),
      },
      [
        ['cell m', /input "many" is a multiAsset/],
        ['cell m', /deps has a member that is not an asset but a number/],
        ['cell m', /"a\/\/b" is not an asset key/],
      ],
    ],
    [
      'a name with other letters',
      { 재료: asset(() => 1) },
      [['cell 재료', /asset "재료" is not a legal name/]],
    ],
    [
      'a reserved name',
      { a: asset({ name: 'class' }, () => 1) },
      [['cell a', /asset "class" is a reserved name/]],
    ],
    [
      'a word of the selection language',
      { a: asset({ name: 'roots' }, () => 1) },
      [['cell a', /"roots" is a reserved/]],
    ],
    [
      'the engine’s own names',
      { __ASSET_JOB: asset(() => 1) },
      [['cell __ASSET_JOB', /"__ASSET_JOB" is a reserved/]],
    ],
    ['no name', { list: [asset(() => 1)] }, [['cell list', /asset in list: it has no name/]]],
    [
      'a tag key part longer than 63 (Dagster case def-08)',
      { a: asset({ tags: { ['x'.repeat(64)]: 'v' } }, () => 1) },
      [['cell a', /tag key "x+" is not legal/]],
    ],
    [
      'everything else that tags, owners, kinds and groups may not be, all at once',
      {
        a: asset(
          {
            tags: { 'a/b/c': 'v', ok: 'no spaces', n: 1 as never },
            owners: ['somebody', 'team:'],
            kinds: ['a', 'b', 'c', 'd'],
            group: 'a b',
          },
          () => 1,
        ),
      },
      [
        ['cell a', /group "a b" is not a legal name/],
        ['cell a', /tag key "a\/b\/c"/],
        ['cell a', /the value of tag "ok", "no spaces", is not legal/],
        ['cell a', /the value of tag "n", 1, is not legal/],
        ['cell a', /owner "somebody" is not legal/],
        ['cell a', /owner "team:" is not legal/],
        ['cell a', /it has 4 kinds/],
      ],
    ],
    [
      'metadata that is no data',
      { a: asset({ metadata: { f: () => 1 } }, () => 1) },
      [['cell a', /metadata "f" cannot be kept/]],
    ],
    [
      'options of the wrong shape',
      { a: asset({ owners: 'team:x' as never }, () => 1) },
      [['cell a', /its option "owners" is not a list of texts/]],
    ],
    [
      'outs that are none',
      { m: multiAsset({ outs: { p: {} as never } }, () => ({})) },
      [['cell m', /output "p" is not an AssetOut/]],
    ],
    ['no outs', { m: multiAsset({ outs: {} }, () => ({})) }, [['cell m', /it has no outs/]]],
    [
      'two jobs of one name',
      { j: defineAssetJob({ selection: '*' }), k: defineAssetJob({ name: 'j', selection: '*' }) },
      [
        ['cell j', /the job name "j" is defined 2 times, in "cell j" and "cell k"/],
        ['cell k', /the job name "j"/],
      ],
    ],
    [
      'a job of a bad name, tags and executor',
      {
        'j-1': defineAssetJob({ selection: '*', tags: { 'a b': '' }, executor: { type: 'celery' as never } }),
      },
      [
        ['cell j-1', /job "j-1" is not a legal name/],
        ['cell j-1', /tag key "a b"/],
        ['cell j-1', /its executor is not known/],
      ],
    ],
    [
      'a job without a selection, with an empty one, and with a member that is no asset',
      {
        j: defineAssetJob({} as never),
        k: defineAssetJob({ selection: [] }),
        l: defineAssetJob({ selection: [one] }),
        m: defineAssetJob(noFunction),
      },
      [
        ['cell j', /it has no selection/],
        ['cell k', /its selection is empty/],
        ['cell l', /member that is an asset that no cell exports/],
        ['cell m', /^job m: /],
      ],
    ],
  ])('%s', (_, exports, expected) => {
    const { errors, assets, jobs } = collect(exports).snapshot;
    expect(errors).toMatchObject(
      expected.map(([cell, message]) => ({
        name: 'InvalidDefinition',
        at: { cell },
        message: expect.stringMatching(message),
        remedy: expect.stringMatching(/\w/),
      })),
    );
    expect(errors).toHaveLength(expected.length);
    const inError = new Set(errors.map(({ at }) => at!.cell));
    for (const { cell } of [...assets, ...jobs]) expect(inError).not.toContain(cell);
  });

  it('a broken definition takes only its dependents with it, and each says why', () => {
    const bad = asset({ group: '!' }, () => 1);
    const next = asset({ ins: { bad } }, () => 1);
    const {
      snapshot,
      runtime: { nodes },
    } = collect({
      bad,
      next,
      last: asset({ deps: [next] }, () => 1),
      byKey: asset({ deps: ['bad'] }, () => 1),
      apart: asset(() => 1),
      ofBad: defineAssetJob({ selection: [bad] }),
      all: defineAssetJob({ selection: '*' }),
    });
    expect(snapshot.assets.map(({ key }) => key)).toEqual(['apart']);
    expect(['bad', 'next', 'last', 'byKey', 'apart'].filter((name) => nodes.get(name))).toEqual(['apart']);
    expect(snapshot.jobs.map(({ name }) => name)).toEqual(['all']);
    expect(snapshot.errors.map(({ message }) => message)).toEqual([
      expect.stringContaining('asset bad: group "!"'),
      'asset next: it depends on "bad", which has an error',
      'asset byKey: it depends on "bad", which has an error',
      'asset last: it depends on "next", which has an error',
      'job ofBad: it selects "bad", which has an error',
    ]);
    expect(snapshot.errors[1]!.remedy).toBe('Correct asset bad in "cell bad".');
  });

  it('a definition without a function fails where it stands', () => {
    expect(() => asset({}, noFunction)).toThrow('without a function');
    expect(() => multiAsset({ outs: {} }, noFunction)).toThrow('needs outs or specs, and a function');
  });
});
