import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dagbookCommand } from './dagbook-command';

const { folder, dagbook, notebook } = dagbookCommand();

const imports = `import { asset, defineAssetJob, job, op, observableSourceAsset, DataVersion, EnvVar, resource, StaticPartitionsDefinition } from 'dagbook';
import { z } from 'zod';`;
const kitchen = notebook('kitchen', {
  imports,
  cake: `export const cake = asset({ configSchema: z.object({ eggs: z.number() }) }, (_, { config }) => config.eggs);
export const bigCake = defineAssetJob({ selection: 'key:cake', config: { ops: { cake: { config: { eggs: 9 } } } } });`,
  market: 'export const market = observableSourceAsset(() => new DataVersion("monday"));',
  parts: `export const slices = asset({ partitionsDef: new StaticPartitionsDefinition(['a', 'b', 'c']) }, (_, { partitionKeys }) =>
  partitionKeys.length === 1 ? partitionKeys[0] : Object.fromEntries(partitionKeys.map((key) => [key, key])));`,
});

/** Written again with other words in `bake`, it is the same notebook, corrected. */
const party = (bake: string) =>
  notebook('party', {
    imports,
    party: `const dough = op({ name: 'dough' }, () => 1);
const bake = op({ name: 'bake' }, ({ dough }) => { ${bake} });
export const party = job({ description: 'One cake' }, () => { bake({ dough: dough() }); });
export const everything = defineAssetJob({ selection: '*' });
export const cake = asset(() => 1);`,
  });

const json = ({ stdout }: { readonly stdout: string }) => JSON.parse(stdout);
const materialize = (...words: string[]) => dagbook(['asset', 'materialize', '-f', kitchen, ...words]);

test('a run config as JSON, and what is wrong with it', async () => {
  const good = await materialize(
    '--select',
    'key:cake',
    '--config-json',
    '{"ops":{"cake":{"config":{"eggs":3}}}}',
  );
  expect(good).toMatchObject({ status: 0, stdout: expect.stringContaining('SUCCESS') });
  const bad = await materialize(
    '--select',
    'key:cake',
    '--config-json',
    '{"ops":{"cake":{"config":{"egg":3}}}}',
  );
  expect(bad).toMatchObject({ status: 2, stdout: '' });
  expect(bad.stderr).toMatch(/root:ops:cake:config/);
  const notJson = await materialize('--config-json', '{ops}');
  expect(notJson).toMatchObject({ status: 2, stderr: expect.stringContaining('--config-json is not JSON') });
});

test('of a partitioned asset the list says how many partitions are made', async () => {
  const list = async (...words: string[]) =>
    dagbook(['asset', 'list', '-f', kitchen, '--select', 'key:slices', ...words]);
  expect((await list()).stdout).toMatch(/slices +default +MISSING, 0 of 3 partitions/);
  expect(json(await list('--json'))).toMatchObject([
    { status: 'MISSING', partitions: { total: 3, materialized: 0, missing: 3 } },
  ]);
  await materialize('--select', 'key:slices', '--partition', 'c');
  expect((await list()).stdout).toMatch(/slices +default +1 of 3 partitions/);
  expect(json(await list('--json'))).toMatchObject([{ status: 'FRESH', partitions: { materialized: 1 } }]);
});

test('partitions, tags and reuse', async () => {
  const range = await materialize(
    '--select',
    'key:slices',
    '--partition',
    'a...b',
    '--tags',
    '{"team":"k"}',
    '--json',
  );
  expect(range.status, range.stderr).toBe(0);
  const { runId } = json(range);
  const runs = json(await dagbook(['run', 'list', '-f', kitchen, '--json'])) as {
    runId: string;
    tags: object;
  }[];
  expect(runs.find((run) => run.runId === runId)?.tags).toMatchObject({
    team: 'k',
    'dagster/asset_partition_range_start': 'a',
    'dagster/asset_partition_range_end': 'b',
  });
  const none = await materialize('--select', 'key:slices');
  expect(none).toMatchObject({ status: 2, stderr: expect.stringContaining('needs a partition') });
  const unknown = await materialize('--select', 'key:slices', '--partition', 'x');
  expect(unknown).toMatchObject({ status: 2, stderr: expect.stringContaining('"x"') });
  const engine = await materialize(
    '--select',
    'key:slices',
    '--partition',
    'a',
    '--tags',
    '{"dagster/tick":"1"}',
  );
  expect(engine).toMatchObject({ status: 2, stderr: expect.stringContaining('dagster/tick') });
});

test('an observable source is observed, and an asset wiped', async () => {
  const observed = await dagbook(['asset', 'observe', '-f', kitchen, '--json']);
  expect(json(observed)).toMatchObject({ status: 'SUCCESS', steps: [{ key: 'market' }] });
  const nothing = await dagbook(['asset', 'observe', '-f', kitchen, '--select', 'key:cake']);
  expect(nothing).toMatchObject({ status: 2, stderr: expect.stringContaining('no observable asset') });

  const cake = async () => {
    const list = await dagbook(['asset', 'list', '-f', kitchen, '--select', 'key:cake', '--json']);
    return json(list)[0].status as string;
  };
  expect(await cake()).toBe('FRESH');
  const wiped = await dagbook(['asset', 'wipe', '-f', kitchen, '--select', 'key:cake']);
  expect(wiped).toMatchObject({ status: 0, stdout: 'Wiped cake.\n' });
  expect(await cake()).toBe('MISSING');
  const unsaid = await dagbook(['asset', 'wipe', '-f', kitchen]);
  expect(unsaid).toMatchObject({ status: 2, stderr: expect.stringContaining('--select SEL is missing') });
});

test('jobs are listed and executed, and a failed run is executed again from its failure', async () => {
  const file = party("throw new Error('cold');");
  const list = await dagbook(['job', 'list', '-f', file, '--json']);
  expect(json(list)).toMatchObject([
    { name: 'party', ops: ['dough', 'bake'], description: 'One cake' },
    { name: 'everything', selection: '*', ops: null },
  ]);
  const execute = (...words: string[]) => dagbook(['job', 'execute', '-f', file, '--json', ...words]);
  expect(json(await execute('-j', 'everything'))).toMatchObject({
    status: 'SUCCESS',
    steps: [{ key: 'cake' }],
  });
  const only = await execute('-j', 'party', '--op-selection', 'dough');
  expect(json(only)).toMatchObject({ status: 'SUCCESS', steps: [{ key: 'dough' }] });

  const failed = await execute('-j', 'party');
  expect(failed.status).toBe(1);
  const { runId } = json(failed);
  party('return dough + 1;');
  const again = await dagbook(['run', 'reexecute', runId, '-f', file, '--from-failure', '--json']);
  expect(again.status, again.stderr).toBe(0);
  expect(json(again)).toMatchObject({ status: 'SUCCESS', steps: [{ key: 'bake', status: 'SUCCESS' }] });
  const both = await dagbook(['run', 'reexecute', runId, '-f', file, '--from-failure', '--steps', 'bake']);
  expect(both).toMatchObject({ status: 2, stderr: expect.stringContaining('exclude each other') });

  const deleted = await dagbook(['run', 'delete', runId, '-f', file]);
  expect(deleted).toMatchObject({ status: 0, stdout: `Deleted run ${runId}.\n` });
  expect((await dagbook(['run', 'show', runId, '-f', file])).status).toBe(2);
});

test('a secret of the environment is in no file and no output', async () => {
  const secret = 'very-s3cret-indeed';
  const vault = notebook('vault', {
    imports,
    vault: `export const vault = resource({ configSchema: z.object({ key: z.string() }), config: { key: new EnvVar('VAULT_KEY') } }, ({ config }) => config.key);
export const gold = asset({ resources: { vault } }, (_, { resources, log }) => { log.info(resources.vault); throw new Error(resources.vault); });`,
  });
  process.env.VAULT_KEY = secret;
  const run = await dagbook(['asset', 'materialize', '-f', vault]);
  delete process.env.VAULT_KEY;
  expect(run.status).toBe(1);
  expect(run.stdout + run.stderr).toContain('<VAULT_KEY>');
  expect(run.stdout + run.stderr).not.toContain(secret);
  const home = join(folder, '.dagbook');
  for (const file of readdirSync(home, { recursive: true, withFileTypes: true }).filter((each) =>
    each.isFile(),
  ))
    expect(readFileSync(join(file.parentPath, file.name)).includes(secret), file.name).toBe(false);
  const unset = await dagbook(['asset', 'materialize', '-f', vault]);
  expect(unset).toMatchObject({ status: 2, stderr: expect.stringContaining('VAULT_KEY') });
});
