import { readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FileArtifacts } from '$lib/artifacts/file/file-artifacts';
import { MemoryArtifacts } from '$lib/artifacts/memory/memory-artifacts';
import { hashOf } from '$lib/base/hash';
import { artifactStoreContract, durableArtifactStoreContract } from '../../contract/artifact-store.contract';
import { temporaryFolder } from '../../temporary-folder';

const freshFolder = () => join(temporaryFolder(), 'store');

describe('FileArtifacts', () => {
  for (const [name, check] of Object.entries({ ...artifactStoreContract, ...durableArtifactStoreContract }))
    test(name, () => {
      const folder = freshFolder();
      return check({ open: async () => new FileArtifacts(folder) });
    });

  test('reads a file that a power cut left short as lost, and writes it whole again', async () => {
    const folder = freshFolder();
    const store = new FileArtifacts(folder);
    const [hash, bytes] = [hashOf('value'), Buffer.from('value')];
    await store.put(hash, bytes);
    truncateSync(join(folder, hash.slice(0, 2), hash), 2);
    expect(await store.get(hash)).toBeUndefined();
    await store.put(hash, bytes);
    expect(Buffer.from((await store.get(hash))!).toString()).toBe('value');
    expect(readdirSync(join(folder, hash.slice(0, 2)))).toEqual([hash]);
  });

  test('lists neither unfinished files nor foreign ones', async () => {
    const folder = freshFolder();
    const store = new FileArtifacts(folder);
    const hash = hashOf('value');
    await store.put(hash, Buffer.from('value'));
    writeFileSync(join(folder, '.DS_Store'), 'x');
    writeFileSync(join(folder, hash.slice(0, 2), `${hash}.1.part`), 'va');
    const found = [];
    for await (const entry of store.list()) found.push(entry);
    expect(found).toEqual([{ hash, size: 5 }]);
  });
});

describe('MemoryArtifacts', () => {
  for (const [name, check] of Object.entries(artifactStoreContract))
    test(name, () => check({ open: async () => new MemoryArtifacts() }));
});
