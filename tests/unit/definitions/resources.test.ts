import { collectHooks } from '$lib/definitions/collect-hooks';
import { collectResources } from '$lib/definitions/collect-resources';
import { EnvVar } from '$lib/definitions/env-var';
import { failureHook, successHook } from '$lib/definitions/hook';
import { ioManager } from '$lib/definitions/io-manager';
import { resource } from '$lib/definitions/resource';
import type { ResourceBinding } from '$lib/definitions/resource-bindings';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import { bareRecord } from './bare-schema';

const entryOf = (name: string) => ({ name, value: undefined, cell: `cell ${name}`, codeVersion: '' });

const collect = (definitions: Record<string, ResourceBinding['definition']>) =>
  collectResources(
    Object.entries(definitions).map(([key, definition]) => ({ key, definition, entry: entryOf(key) })),
  );

const needing = (...requires: string[]) => resource({ requires }, () => 1);
const anyManager = () => ({ handleOutput() {}, loadInput() {} });

describe('the resources of a location', () => {
  it('are data, each after what it requires', () => {
    const { snapshots, runtime, errors } = collect({
      r2: needing('r1'),
      files: ioManager({ description: 'Files' }, anyManager),
      r1: resource({ configSchema: z.object({ url: z.string(), token: z.string() }), config: { url: 'u', token: new EnvVar('TOKEN') } }, () => 1), // prettier-ignore
    });
    expect(errors).toEqual([]);
    expect(snapshots).toEqual([
      { key: 'files', type: 'ioManager', requires: [], description: 'Files', cell: 'cell files' },
      {
        key: 'r1',
        type: 'resource',
        requires: [],
        configSchema: expect.objectContaining({ type: 'object', required: ['url', 'token'] }),
        config: { url: 'u', token: { env: 'TOKEN' } },
        cell: 'cell r1',
      },
      { key: 'r2', type: 'resource', requires: ['r1'], cell: 'cell r2' },
    ]);
    expect([...runtime.keys()]).toEqual(['files', 'r1', 'r2']);
  });

  it.each<[string, Record<string, ResourceBinding['definition']>, readonly RegExp[], readonly string[]]>([
    [
      'a missing one, with what may be meant',
      { warehouse: resource(() => 1), db: needing('warehous') },
      [
        /resource db: it requires the resource "warehous", which nothing provides. Did you mean "warehouse"\?/,
      ],
      ['warehouse'],
    ],
    [
      'a circle, by its path',
      { a: needing('b'), b: needing('c'), c: needing('a'), d: resource(() => 1) },
      [/resource a: circular dependency: a → c → b → a/, /resource c: /, /resource b: /],
      ['d'],
    ],
    [
      'what needs a broken one',
      { a: needing('x'), b: needing('a') },
      [/resource a: .*nothing provides/, /resource b: it requires the resource "a", which has an error/],
      [],
    ],
    ['one that needs itself', { a: needing('a') }, [/circular dependency: a → a/], []],
    [
      'a wrong config',
      { a: resource({ configSchema: z.object({ n: z.int() }), config: { n: 'x', m: 1 } }, () => 1) },
      [
        /at path root:resources:a:config:n: .*expected number/,
        /unexpected config entry "m" at path root:resources:a:config/,
      ],
      [],
    ],
    [
      'a wrong config beside a variable',
      {
        a: resource(
          { configSchema: z.object({ n: z.int(), s: z.string() }), config: { n: new EnvVar('N'), s: 1 } },
          () => 1,
        ),
      },
      [/at path root:resources:a:config:s/],
      [],
    ],
    [
      'a config of a library without JSON Schema',
      { a: ioManager({ configSchema: bareRecord({ n: 'number' }), config: { n: 'x' } }, anyManager) },
      [/IO manager a: .*root:resources:a:config:n/],
      [],
    ],
    [
      'a config that is no data',
      { a: resource({ config: { f: () => 1 } }, () => 1) },
      [/its config cannot be kept: a function at f is not data/],
      [],
    ],
    [
      'a schema that is none',
      { a: resource({ configSchema: {} as never }, () => 1) },
      [/its configSchema is not a schema/],
      [],
    ],
    ['an illegal key', { 'a-b': resource(() => 1) }, [/resource key "a-b" is not a legal name/], []],
  ])('refuses %s', (_, definitions, errors, left) => {
    const collected = collect(definitions);
    expect(collected.errors.map(({ message }) => message)).toEqual(
      errors.map((each) => expect.stringMatching(each)),
    );
    expect(collected.snapshots.map(({ key }) => key)).toEqual(left);
  });

  it('an entry that is missing may come from the run config, and a variable is looked at at the launch', () => {
    const schema = z.object({ url: z.string(), port: z.int() });
    expect(
      collect({ a: resource({ configSchema: schema, config: { port: new EnvVar('P') } }, () => 1) }).errors,
    ).toEqual([]);
  });

  it('says what is wrong with requiring a key; the default IO manager is always there', () => {
    const { check } = collect({ warehouse: resource(() => 1), bad: needing('x') });
    expect(check(['warehouse', 'io_manager'])).toEqual([]);
    expect(check(['ware_house', 'bad', 'bad']).map(({ message }) => message)).toEqual([
      'it requires the resource "ware_house", which nothing provides. Did you mean "warehouse"?',
      'it requires the resource "bad", which has an error',
    ]);
  });

  it('type what their users get', () => {
    const db = resource(async function* () {
      yield { query: (sql: string) => sql.length };
    });
    const client = resource(
      { requires: { db }, configSchema: z.object({ n: z.int() }) },
      ({ resources, config }) => {
        expectTypeOf(resources.db.query).returns.toBeNumber();
        expectTypeOf(config.n).toBeNumber();
        return 'client' as const;
      },
    );
    successHook({ resources: { client } }, ({ resources }) =>
      expectTypeOf(resources.client).toEqualTypeOf<'client'>(),
    );
  });
});

describe('the hooks of a location', () => {
  const named = new Map<unknown, string>();
  const hooks = (definitions: readonly ReturnType<typeof successHook>[]) =>
    collectHooks(
      definitions.map((definition, index) => ({ definition, entry: entryOf(`${index}`) })),
      (definition) => named.get(definition),
      (keys) => keys.map((key) => ({ message: `no ${key}`, remedy: '' })),
    );

  it('have the name that they are given, that of their export, or of their function', () => {
    const exported = failureHook(() => {});
    named.set(exported, 'alarm');
    const { runtime, errors } = hooks([
      successHook(function tell() {}),
      exported,
      exported,
      successHook({ name: 'own' }, () => {}),
    ]);
    expect(errors).toEqual([]);
    expect([...runtime].map(([name, { on, name: own }]) => [name, own, on])).toEqual([
      ['tell', 'tell', 'success'],
      ['alarm', 'alarm', 'failure'],
      ['own', 'own', 'success'],
    ]);
  });

  it.each<[string, readonly ReturnType<typeof successHook>[], RegExp]>([
    ['one without a name', [successHook(() => {})], /hook 0: it has no name/],
    [
      'two of one name',
      [successHook({ name: 'a' }, () => {}), failureHook({ name: 'a' }, () => {})],
      /the hook name "a" is defined twice, in "cell 0" and "cell 1"/,
    ],
    ['an illegal name', [successHook({ name: 'a-b' }, () => {})], /hook "a-b" is not a legal name/],
    ['a missing resource', [successHook({ name: 'a', resources: ['slack'] }, () => {})], /hook a: no slack/],
  ])('refuses %s', (_, definitions, message) => {
    expect(hooks(definitions).errors.map((each) => each.message)).toEqual([expect.stringMatching(message)]);
  });
});
