import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FilePaths } from '$lib/artifacts/file/file-paths';
import { MemoryPaths } from '$lib/artifacts/memory/memory-paths';
import { pathStores } from '$lib/artifacts/path-stores';
import { durablePathStoreContract, pathStoreContract } from '../../contract/path-store.contract';
import { temporaryFolder } from '../../temporary-folder';

const text = (content: string) => new TextEncoder().encode(content);

describe('FilePaths', () => {
  for (const [name, check] of Object.entries({ ...pathStoreContract, ...durablePathStoreContract }))
    test(name, () => {
      const folder = join(temporaryFolder(), 'store');
      return check({ open: async () => new FilePaths(folder) });
    });

  test('the files stand just where Dagster puts them, and nothing else is left (io-01, io-02)', async () => {
    const home = temporaryFolder();
    const store = new FilePaths(join(home, 'base'));
    await store.write('p/a', text('1'));
    await store.write('a/2021-05-05', text('2'));
    await expect(store.write('p/a/b', text('3'))).rejects.toThrow('cannot be written');
    expect(readFileSync(join(home, 'base/p/a'), 'utf8')).toBe('1');
    expect(readFileSync(join(home, 'base/a/2021-05-05'), 'utf8')).toBe('2');
    expect(readdirSync(home)).toEqual(['base']);
  });
});

describe('MemoryPaths', () => {
  for (const [name, check] of Object.entries(pathStoreContract))
    test(name, () => check({ open: async () => new MemoryPaths() }));
});

describe('the stores of a host', () => {
  const stores = pathStores({ memory: () => new MemoryPaths(), files: () => new MemoryPaths() }, 'files');

  test('are the same for one location, and apart from those of another', async () => {
    await stores('a')('memory').write('x', text('1'));
    expect(await stores('a')('memory').list('')).toEqual(['x']);
    expect(await stores('b')('memory').list('')).toEqual([]);
    expect(await stores('a')('files').list('')).toEqual([]);
    expect(stores('a')('artifacts')).toBe(stores('a')('files'));
  });

  test('one that the platform has not is told, with those that it has', () => {
    expect(() => stores('a')('opfs')).toThrow(
      expect.objectContaining({
        name: 'NoSuchStore',
        remedy: expect.stringContaining(
          'inMemoryIOManager (store "memory") or filesystemIOManager (store "files")',
        ),
      }),
    );
  });
});
