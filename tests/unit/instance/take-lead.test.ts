import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { openNodeConnection } from '$lib/storage/sqlite/node-connection';
import { SqliteStorage } from '$lib/storage/sqlite/sqlite-storage';
import { bundledProgram, startProgram } from '../../fixtures/bundled-program';
import { temporaryFolder } from '../../temporary-folder';

const lease = 1_000;
let program: string;
beforeAll(async () => void (program = await bundledProgram('leader.ts')));

/** A process that wants to lead; `said` is all that it has acknowledged, `hears` waits for a line. */
function contender(folder: string, name: string) {
  const child: ChildProcess = startProgram(program, folder, name, String(lease));
  onTestFinished(() => void child.kill('SIGKILL'));
  const said: string[] = [];
  const waiting = new Set<() => void>();
  createInterface(child.stdout!).on('line', (line) => {
    said.push(line);
    for (const look of waiting) look();
  });
  return {
    child,
    acknowledged: () => said.filter((line) => line.startsWith(`${name} `)),
    refused: () => said.filter((line) => line.startsWith('refused ')),
    hears: (start: string) =>
      new Promise<string>((resolve) => {
        const look = () => {
          const found = said.find((line) => line.startsWith(start));
          if (found === undefined) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
  };
}

/** In the middle of a write a stopped process holds the database, and nobody else can do anything about that. */
function stopBetweenWrites(child: ChildProcess, folder: string): void {
  const database = new DatabaseSync(join(folder, 'dagbook.db'), { timeout: 0 });
  for (;;) {
    child.kill('SIGSTOP');
    try {
      database.exec('begin immediate; rollback');
      return database.close();
    } catch {
      child.kill('SIGCONT');
    }
  }
}

async function stored(folder: string): Promise<readonly string[]> {
  const events = await openIn(folder).eventsAfter(0, ['LOG_MESSAGE'], 1_000_000);
  return events.map(({ message }) => message);
}

function openIn(folder: string): SqliteStorage {
  const storage = new SqliteStorage(openNodeConnection(join(folder, 'dagbook.db')));
  onTestFinished(() => storage.close());
  return storage;
}

test(
  'a leader that is stopped loses the lead within its lease, and cannot write when it goes on',
  { timeout: 60_000 },
  async () => {
    const folder = temporaryFolder();
    const first = contender(folder, 'first');
    expect(await first.hears('leads')).toBe('leads 1');
    const second = contender(folder, 'second');
    await first.hears('first 20');
    stopBetweenWrites(first.child, folder);
    expect(await second.hears('leads')).toBe('leads 2');
    await second.hears('second 10');
    const before = first.acknowledged();
    first.child.kill('SIGCONT');
    await Promise.all([first.hears('lost'), once(first.child, 'exit')]);
    // Whether a write is refused, or its renewal is first to find out.
    expect(first.acknowledged()).toEqual(before);

    const third = contender(folder, 'third');
    // What the first had locked is free since it has ended: the second takes it with its next renewal.
    const looking = openIn(folder);
    await vi.waitFor(async () => expect(await looking.lead()).toMatchObject({ epoch: 2, isLocked: true }), {
      timeout: 20_000,
    });
    second.child.kill('SIGKILL');
    expect(await third.hears('leads')).toBe('leads 3');
    await third.hears('third 5');
    third.child.kill('SIGKILL');
    await once(third.child, 'exit');

    const kept = await stored(folder);
    expect(new Set(kept).size, 'nothing doubled').toBe(kept.length);
    for (const { acknowledged } of [first, second, third])
      expect(
        acknowledged().filter((message) => !kept.includes(message)),
        'nothing lost',
      ).toEqual([]);
    for (const line of first.refused()) expect(kept).not.toContain(line.replace('refused ', ''));
  },
);
