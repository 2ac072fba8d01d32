import { expect, test } from 'vitest';
import { MemoryArtifacts } from '$lib/artifacts/memory/memory-artifacts';
import { hashOfBytes } from '$lib/base/hash';
import { artifactSweep } from '$lib/instance/artifact-sweep';

test('a large value that nothing has named for a minute is removed, others stay', async () => {
  const artifacts = new MemoryArtifacts();
  const put = async (...bytes: number[]) => {
    const hash = await hashOfBytes(new Uint8Array(bytes));
    await artifacts.put(hash, new Uint8Array(bytes));
    return hash;
  };
  const [named, late, nobodys] = [await put(1, 1), await put(2, 2, 2), await put(3)];
  const names = new Set([named]);
  const sweep = artifactSweep(artifacts, {
    unnamed: async (hashes) => hashes.filter((hash) => !names.has(hash)),
  });

  expect(await sweep(1_000)).toEqual({ bytes: 2, isWaiting: true });
  names.add(late);
  expect(await sweep(40_000)).toEqual({ bytes: 5, isWaiting: true });
  expect(await artifacts.get(nobodys)).toBeDefined();
  expect(await sweep(61_000)).toEqual({ bytes: 5, isWaiting: false });
  expect(await artifacts.get(nobodys)).toBeUndefined();
  expect(await artifacts.get(late)).toBeDefined();
});
