import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { beforeAll, expect, test } from 'vitest';
import { bundledProgram, startProgram } from '../../fixtures/bundled-program';
import { temporaryFolder } from '../../temporary-folder';

let program: string;
beforeAll(async () => void (program = await bundledProgram('appender.ts')));

/** Runs an appender and answers what it acknowledged; it is killed after `killAfter` lines. */
async function acknowledged(path: string, runId: string, count: number, killAfter = Infinity) {
  const child = startProgram(program, path, runId, String(count));
  const closed = once(child, 'close');
  const lines: string[] = [];
  for await (const line of createInterface(child.stdout))
    if (lines.push(line) === killAfter) child.kill('SIGKILL');
  await closed;
  return lines;
}

function stored(path: string): string[] {
  const database = new DatabaseSync(path);
  expect(database.prepare('pragma integrity_check').get()).toEqual({ integrity_check: 'ok' });
  const torn = database
    .prepare('select run_id, message from events group by 1, 2 having count(*) <> 2')
    .all();
  expect(torn, 'both events of an append or none').toEqual([]);
  const rows = database
    .prepare(`select id, message from events where type = 'LOG_MESSAGE' order by id`)
    .all();
  database.close();
  return rows.map((row) => `${row['id']} ${row['message']}`);
}

test('a process killed at any moment loses nothing that was acknowledged', { timeout: 60_000 }, async () => {
  const path = join(temporaryFolder(), 'dagbook.db');
  const all: string[] = [];
  for (let kill = 0; kill < 10; kill++) {
    const killAfter = 1 + Math.floor(Math.random() * 400);
    all.push(...(await acknowledged(path, `run${kill}`, Infinity, killAfter)));
    const now = new Set(stored(path));
    expect(
      all.filter((line) => !now.has(line)),
      `after kill ${kill} at line ${killAfter}`,
    ).toEqual([]);
  }
  expect(all.length).toBeGreaterThan(10);
});

test('several processes create one database at once and write to it', { timeout: 60_000 }, async () => {
  const path = join(temporaryFolder(), 'dagbook.db');
  const lines = await Promise.all(['a', 'b', 'c', 'd'].map((run) => acknowledged(path, run, 100)));
  expect(lines.map((of) => of.length)).toEqual([100, 100, 100, 100]);
  const ids = (of: readonly string[]) => of.map((line) => parseInt(line));
  for (const of of lines) expect(ids(of)).toEqual(ids(of).toSorted((a, b) => a - b));
  expect(stored(path).toSorted()).toEqual(lines.flat().toSorted());
});
