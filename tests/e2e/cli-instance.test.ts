import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { dagbookCommand } from './dagbook-command';

const { folder, dagbook, notebook } = dagbookCommand();

const file = notebook('kitchen', {
  imports: "import { asset, defineAssetJob } from 'dagbook';",
  assets: `export const tea = asset(() => 1);
export const teas = defineAssetJob({ selection: 'tea' });`,
});
const inHome = (home: string) => (words: string) => dagbook(words.split(' '), undefined, join(folder, home));

test('settings are shown and set, and old runs go by them', async () => {
  const call = inHome('settings');
  for (let time = 0; time < 3; time++) await call(`asset materialize -f ${file}`);
  expect((await call('instance concurrency --max-concurrent-runs 4')).stdout).toMatch(/^Runs +4\n/);
  expect((await call('instance concurrency oven --limit 2')).stdout).toMatch(/^Runs +4\n.*\nPool oven +2\n/);
  expect((await call('instance concurrency oven --limit none')).stdout).not.toContain('oven');
  expect((await call('instance concurrency oven')).status).toBe(2);
  expect((await call('instance prune')).stdout).toBe('There was nothing to remove.\n');

  const yaml = join(folder, 'settings', 'dagbook.yaml');
  writeFileSync(yaml, 'retention:\n  runs_per_job: 1\n');
  expect((await call('instance prune')).stdout).toMatch(/^Removed 2 runs, \d+ events\.\n$/);
  const info = (await call('instance info')).stdout;
  expect(info).toMatch(/^Runs +1$/m);
  expect(info).toMatch(/SPACE OF +ROWS +BYTES\nruns +\d+ +\d+\n/);
  expect(info).toContain('runsPerJob: 1\n');
  const fixed = await call('instance concurrency --max-concurrent-runs 5');
  expect([fixed.status, fixed.stderr]).toEqual([2, expect.stringContaining('dagbook.yaml')]);

  writeFileSync(yaml, 'retention:\n  runs: old\n');
  expect((await call('run list')).stderr).toContain(`${yaml}, line 2: `);
});

test('a damaged database is told of and kept, and a backup takes its place', async () => {
  const call = inHome('damaged');
  await call(`asset materialize -f ${file}`);
  const backup = join(folder, 'kitchen.dagbook-backup');
  expect((await call(`instance backup ${backup}`)).stdout).toContain(`Wrote ${backup}, `);
  expect((await call(`instance backup ${backup}`)).status, 'no file is replaced').toBe(2);

  const database = join(folder, 'damaged', 'dagbook.db');
  writeFileSync(database, readFileSync(database).fill(7, 0, 5_000));
  for (const words of ['run list', `asset materialize -f ${file}`, `daemon run -f ${file}`]) {
    const { status, stderr } = await call(words);
    expect(status, words).toBe(2);
    expect(stderr).toContain(`The database ${database} is damaged`);
    expect(stderr).toContain(`${database}.backup`);
    expect(stderr).toContain('dagbook instance restore FILE');
    expect(stderr).toContain('instance salvage');
  }
  expect((await call(`instance restore ${file}`)).stderr).toContain('Nothing was replaced');
  expect((await call(`instance restore ${backup}`)).stdout).toContain(`kept as ${database}.aside`);
  expect(JSON.parse((await call('run list --json')).stdout)).toMatchObject([{ status: 'SUCCESS' }]);
});

test('what can be read of a damaged database is kept, or its history begins anew', async () => {
  const call = inHome('salvaged');
  expect((await call('instance salvage')).stderr).toContain('There is no history in');
  await call(`asset materialize -f ${file}`);
  const database = join(folder, 'salvaged', 'dagbook.db');
  const bytes = readFileSync(database);
  writeFileSync(database, bytes.fill(7, bytes.length - 4_096));
  const { stdout } = await call('instance salvage --json');
  expect(JSON.parse(stdout)).toMatchObject({ kept: `${database}.aside`, rows: { runs: 1 } });
  expect(JSON.parse((await call('run list --json')).stdout)).toMatchObject([{ status: 'SUCCESS' }]);
  expect((await call('instance set-aside')).stdout).toContain(`kept as ${database}.aside-2`);
  expect((await call('instance set-aside')).stderr).toContain('There is no database in');
  expect((await call('run list --json')).stdout).toBe('[]\n');
});

test('the event log is exported as JSON lines', async () => {
  const call = inHome('exported');
  await call(`asset materialize -f ${file}`);
  const all = (await call('instance export')).stdout;
  const events = all
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(events.map(({ type }) => type)).toEqual(
    expect.arrayContaining(['RUN_START', 'ASSET_MATERIALIZATION']),
  );
  const to = join(folder, 'events.jsonl');
  await call(`instance export ${to}`);
  expect(readFileSync(to, 'utf8')).toBe(all);
  expect((await call(`instance export ${to}`)).status, 'no file is replaced').toBe(2);
  expect((await call(`run export ${events[0].runId}`)).stdout).toBe(all);
  expect((await call('run export nobody')).stderr).toContain('There is no run nobody');
});

test('a database that is cut short, or of a newer Dagbook, is told of and left as it is', async () => {
  const call = inHome('strange');
  await call(`asset materialize -f ${file}`);
  const path = join(folder, 'strange', 'dagbook.db');
  const database = new DatabaseSync(path);
  database.exec('pragma wal_checkpoint(truncate); pragma user_version = 999');
  database.close();
  const newer = readFileSync(path);
  expect(await call('run list')).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/schema version 999[^]*Load the newer Dagbook/),
  });
  expect(readFileSync(path)).toEqual(newer);

  const short = newer.subarray(0, newer.length / 2);
  writeFileSync(path, short);
  expect(await call('run list')).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/is damaged[^]*aside/),
  });
  expect(readFileSync(path)).toEqual(short);
});

test('a job that is not partitioned has no backfill, and none is spoken of as if there were', async () => {
  for (const job of ['teas', 'coffees']) {
    const { status, stderr } = await inHome('none')(`job backfill -f ${file} -j ${job}`);
    expect(status).toBe(2);
    expect(stderr).toContain(job);
    expect(stderr).not.toMatch(/cancel|go on/i);
  }
});
