import { expect } from 'vitest';
import type { ArtifactStore } from '$lib/artifacts/artifact-store';
import { hashOf, hashOfBytes } from '$lib/base/hash';
import type { Contract, Place } from './contract';

const text = (content: string): Uint8Array => new TextEncoder().encode(content);

async function listed(store: ArtifactStore): Promise<{ hash: string; size: number }[]> {
  const all = [];
  for await (const entry of store.list()) all.push(entry);
  return all.sort((a, b) => (a.hash < b.hash ? -1 : 1));
}

export const artifactStoreContract: Contract<Place<ArtifactStore>> = {
  async 'gives back what was put, whatever its size'(place) {
    const store = await place.open();
    const random = new Uint8Array(3_000_000).map((_, index) => index * 31);
    for (const bytes of [new Uint8Array(), text('a'), random]) {
      const hash = await hashOfBytes(bytes);
      await store.put(hash, bytes);
      const got = await store.get(hash);
      expect(got?.length).toBe(bytes.length);
      expect(await hashOfBytes(got!)).toBe(hash);
    }
  },

  async 'has nothing under a name that was not put, or was deleted'(place) {
    const store = await place.open();
    const hash = hashOf('x');
    expect(await store.get(hash)).toBeUndefined();
    await store.delete(hash);
    await store.put(hash, text('x'));
    await store.delete(hash);
    expect(await store.get(hash)).toBeUndefined();
    expect(await listed(store)).toEqual([]);
  },

  async 'takes the same value again, also at the same time, and lists it once'(place) {
    const store = await place.open();
    const hashes = ['a', 'bb'].map((content) => hashOf(content));
    const put = () => [store.put(hashes[0]!, text('a')), store.put(hashes[1]!, text('bb'))];
    await Promise.all([...put(), ...put(), store.get(hashes[0]!)]);
    await Promise.all(put());
    const expected = [
      { hash: hashes[0]!, size: 1 },
      { hash: hashes[1]!, size: 2 },
    ];
    expect(await listed(store)).toEqual(expected.sort((a, b) => (a.hash < b.hash ? -1 : 1)));
    expect(await store.get(hashes[0]!)).toEqual(text('a'));
  },

  async 'shares no bytes with its caller, who may change or hand on its own'(place) {
    const store = await place.open();
    const bytes = text('mine');
    await store.put(hashOf('mine'), bytes);
    bytes.fill(0);
    const got = await store.get(hashOf('mine'));
    expect(got).toEqual(text('mine'));
    got!.fill(0);
    expect(await store.get(hashOf('mine'))).toEqual(text('mine'));
  },

  async 'reads a value that is not what its name says as lost, and takes it again'(place) {
    const store = await place.open();
    await store.put(hashOf('whole'), text('who'));
    expect(await store.get(hashOf('whole'))).toBeUndefined();
    await store.put(hashOf('whole'), text('whole'));
    expect(await store.get(hashOf('whole'))).toEqual(text('whole'));
  },
};

/** For stores that outlive their process. */
export const durableArtifactStoreContract: Contract<Place<ArtifactStore>> = {
  async 'finds values again when it is opened anew'(place) {
    const hash = hashOf('kept');
    await (await place.open()).put(hash, text('kept'));
    const store = await place.open();
    expect(await store.get(hash)).toEqual(text('kept'));
    expect(await listed(store)).toEqual([{ hash, size: 4 }]);
  },
};
