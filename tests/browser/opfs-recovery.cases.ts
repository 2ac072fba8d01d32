import { expect } from 'vitest';
import { openOpfsConnection } from '$lib/storage/sqlite/opfs-connection';
import { opfsRecovery } from '$lib/storage/sqlite/opfs-recovery';
import { migrations } from '$lib/storage/sqlite/migrations';
import { SqliteStorage } from '$lib/storage/sqlite/sqlite-storage';
import type { Contract, Place } from '../contract/contract';
import { run, said } from '../contract/storage/samples';

const open = async (folder: string) => new SqliteStorage(await openOpfsConnection(folder));

/** 2,000 events, the backup of a day, and 1,000 more. */
async function write(folder: string): Promise<void> {
  const storage = await open(folder);
  await storage.createRun(run('r1'), []);
  const lines = (count: number) =>
    Array.from({ length: count }, (_, n) => said('r1', `${n} `.padEnd(300, 'x')));
  await storage.append(lines(2_000));
  await storage.backUpDaily(Date.UTC(2026, 10, 27));
  await storage.append(lines(1_000));
  await storage.close();
}

async function count(folder: string): Promise<number> {
  const storage = await open(folder);
  const { events } = await storage.info();
  await storage.close();
  return events;
}

/** Of the pool's files the one that holds the database. */
async function largestFile(folder: string): Promise<FileSystemFileHandle> {
  const root = await (await navigator.storage.getDirectory()).getDirectoryHandle(folder);
  const files: [FileSystemFileHandle, number][] = [];
  const find = async (directory: FileSystemDirectoryHandle): Promise<void> => {
    for await (const entry of directory.values())
      if (entry.kind === 'directory') await find(entry as FileSystemDirectoryHandle);
      else
        files.push([entry as FileSystemFileHandle, (await (entry as FileSystemFileHandle).getFile()).size]);
  };
  await find(root);
  const [[largest]] = files.sort(([, a], [, b]) => b - a) as [[FileSystemFileHandle, number]];
  return largest;
}

/** Writes over the database from a byte on; the pool's own header is 4,096 bytes. */
async function damage(folder: string, from: number, length: number): Promise<void> {
  const access = await (await largestFile(folder)).createSyncAccessHandle();
  access.write(new Uint8Array(length).fill(0xa5), { at: 4_096 + from });
  access.flush();
  access.close();
}

export const opfsRecoveryCases: Contract<Place<string>> = {
  async 'tells that a database is damaged, keeps it, and restores the backup'(place) {
    const folder = await place.open();
    await write(folder);
    await damage(folder, 400_000, 100_000);
    await expect(open(folder)).rejects.toMatchObject({
      name: 'DatabaseDamaged',
      remedy: expect.stringContaining('/dagbook.db.backup-2026-11-27'),
    });
    const recovery = await opfsRecovery(folder);
    const [backup] = await recovery.backups();
    expect(await recovery.restore(backup!.name)).toContain('aside');
    expect(await count(folder)).toBe(2_000);
  },

  async 'saves what can still be read'(place) {
    const folder = await place.open();
    await write(folder);
    await damage(folder, 400_000, 100_000);
    const { rows, torn } = await (await opfsRecovery(folder)).salvage();
    expect(torn).toContain('events');
    expect(rows['events']).toBeGreaterThan(1_000);
    expect(await count(folder)).toBe(rows['events']);
  },

  async 'tells that a file is no database, and starts empty when it is set aside'(place) {
    const folder = await place.open();
    await write(folder);
    await damage(folder, 0, 10_000);
    await expect(open(folder)).rejects.toMatchObject({ name: 'DatabaseDamaged' });
    const recovery = await opfsRecovery(folder);
    expect(await recovery.setAside()).toContain('aside');
    expect(await count(folder)).toBe(0);
  },

  async 'tells that a file was cut short, and restores the backup'(place) {
    const folder = await place.open();
    await write(folder);
    const access = await (await largestFile(folder)).createSyncAccessHandle();
    access.truncate(600_000);
    access.close();
    await expect(open(folder)).rejects.toMatchObject({ name: 'DatabaseDamaged' });
    const recovery = await opfsRecovery(folder);
    const [backup] = await recovery.backups();
    await recovery.restore(backup!.name);
    expect(await count(folder)).toBe(2_000);
  },

  async 'refuses a database of a newer version, and changes nothing of it'(place) {
    const folder = await place.open();
    await write(folder);
    const setVersion = async (version: number) => {
      const connection = await openOpfsConnection(folder);
      connection.exec(`pragma user_version = ${version}`);
      connection.close();
    };
    await setVersion(999);
    await expect(open(folder)).rejects.toMatchObject({ name: 'SchemaTooNew' });
    await setVersion(migrations.length);
    expect(await count(folder)).toBe(3_000);
  },

  async 'takes in a database of elsewhere, and refuses a damaged one'(place) {
    const folder = await place.open();
    await write(folder);
    const storage = await open(folder);
    const snapshot = await storage.snapshot();
    await storage.append([said('r1', 'later')]);
    await storage.close();
    const recovery = await opfsRecovery(folder);
    const damaged = snapshot.slice().fill(0xa5, 400_000, 500_000);
    await expect(recovery.restore(await recovery.takeIn(damaged))).rejects.toMatchObject({
      name: 'BackupUnusable',
    });
    expect(await count(folder)).toBe(3_001);
    await recovery.restore(await recovery.takeIn(snapshot));
    expect(await count(folder)).toBe(3_000);
  },
};
