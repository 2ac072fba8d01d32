import { expect } from 'vitest';
import { hashOf } from '$lib/base/hash';
import type { PathStore } from '$lib/definitions/io-manager';
import type { Contract, Place } from './contract';

const bytes = (content: string): Uint8Array => new TextEncoder().encode(content);
const read = async (store: PathStore, path: string) => {
  const found = await store.read(path);
  return found && new TextDecoder().decode(found);
};

export const pathStoreContract: Contract<Place<PathStore>> = {
  async 'gives back what was written, whatever its size, and the newest'(place) {
    const store = await place.open();
    const large = new Uint8Array(3_000_000).map((_, index) => index * 31);
    await store.write('p/a', bytes('first'));
    for (const content of [large, new Uint8Array(), bytes('x'), bytes('last')]) {
      await store.write('p/a', content);
      const found = await store.read('p/a');
      expect(found?.length).toBe(content.length);
      expect(hashOf(found!)).toBe(hashOf(content));
    }
  },

  async 'has nothing where nothing was written, or what was written is removed'(place) {
    const store = await place.open();
    expect(await store.read('a/2021-05-05')).toBeUndefined();
    expect(await store.list('')).toEqual([]);
    await store.remove('a/2021-05-05');
    await store.write('a/2021-05-05', bytes('1'));
    await store.write('a/2021-05-05', bytes('2'));
    await store.remove('a/2021-05-05');
    expect(await store.read('a/2021-05-05')).toBeUndefined();
    expect(await store.list('')).toEqual([]);
    await store.write('a/2021-05-05', bytes('3'));
    expect(await read(store, 'a/2021-05-05')).toBe('3');
  },

  async 'lists paths by prefix in ascending order, wherever the prefix ends'(place) {
    const store = await place.open();
    const paths = ['b', 'a/2021-05-05', 'a/2021-06-01', 'a/2022/x', 'ab'];
    for (const path of paths) await store.write(path, bytes(path));
    expect(await store.list('')).toEqual([...paths].sort());
    expect(await store.list('a/')).toEqual(['a/2021-05-05', 'a/2021-06-01', 'a/2022/x']);
    expect(await store.list('a/2021-0')).toEqual(['a/2021-05-05', 'a/2021-06-01']);
    expect(await store.list('a')).toEqual(['a/2021-05-05', 'a/2021-06-01', 'a/2022/x', 'ab']);
    expect(await store.list('a/2022/')).toEqual(['a/2022/x']);
    expect(await store.list('no/such')).toEqual([]);
    expect(await store.list('../')).toEqual([]);
  },

  async 'takes names of any script, and signs that mean something elsewhere'(place) {
    const store = await place.open();
    const paths = ['빵/밀가루 반죽', 'a%2Fb', '100%', 'x.0', 'x.1', 'x+', 'k=v:1|2', '...', '*?', ' '];
    for (const path of paths) await store.write(path, bytes(path));
    expect(await store.list('')).toEqual([...paths].sort());
    for (const path of paths) expect(await read(store, path)).toBe(path);
  },

  async 'tells names of other scripts apart, long ones too'(place) {
    const store = await place.open();
    const paths = ['밀', '빵', '밀'.repeat(80), '빵'.repeat(80)];
    for (const path of paths) await store.write(path, bytes(path));
    expect(await store.list('')).toEqual([...paths].sort());
    for (const path of paths) expect(await read(store, path)).toBe(path);
  },

  async 'refuses paths that lead elsewhere, with the rule'(place) {
    const store = await place.open();
    const bad = [
      '', '/', '/etc/passwd', '../a', 'a/../../b', 'a/..', '.', './a', 'a//b', 'a/', 'a\0', 'a\\b', 'C:\\a', '\ud800',
      'x'.repeat(201), Array(300).fill('abcd').join('/'),
    ]; // prettier-ignore
    for (const path of bad) {
      await expect(store.write(path, bytes('x')), path).rejects.toMatchObject({ name: 'InvalidPath' });
      await expect(store.read(path), path).rejects.toMatchObject({ name: 'InvalidPath' });
      await expect(store.remove(path), path).rejects.toMatchObject({ name: 'InvalidPath' });
    }
    expect(await store.list('')).toEqual([]);
  },

  async 'keeps one of several writes at the same time, whole'(place) {
    const store = await place.open();
    const contents = Array.from({ length: 8 }, (_, index) => String(index).repeat(100_000));
    await Promise.all(contents.map((content) => store.write('same', bytes(content))));
    expect(contents).toContain(await read(store, 'same'));
    await Promise.all(contents.map((content, index) => store.write(`many/${index}`, bytes(content))));
    for (const [index, content] of contents.entries())
      expect(await read(store, `many/${index}`)).toBe(content);
  },

  async 'shares no bytes with its caller, who may change or hand on its own'(place) {
    const store = await place.open();
    const mine = bytes('mine');
    await store.write('a', mine);
    mine.fill(0);
    const got = await store.read('a');
    expect(got).toEqual(bytes('mine'));
    got!.fill(0);
    expect(await read(store, 'a')).toBe('mine');
  },

  async 'keeps a path and one below it, or says that it cannot; what was there stays'(place) {
    const store = await place.open();
    await store.write('a', bytes('file'));
    await store.write('b/c', bytes('below'));
    for (const path of ['a/b', 'b'])
      await store.write(path, bytes(path)).then(
        async () => expect(await read(store, path)).toBe(path),
        (error) => expect(error).toMatchObject({ name: 'PathConflict', remedy: expect.any(String) }),
      );
    expect(await read(store, 'a')).toBe('file');
    expect(await read(store, 'b/c')).toBe('below');
    await store.remove('b/c');
    await store.remove('a');
    await store.write('b', bytes('now a file'));
    await store.write('a/b', bytes('now a folder'));
    expect(await read(store, 'b')).toBe('now a file');
    expect(await read(store, 'a/b')).toBe('now a folder');
  },
};

/** For stores that outlive their process. */
export const durablePathStoreContract: Contract<Place<PathStore>> = {
  async 'finds everything again when it is opened anew'(place) {
    await (await place.open()).write('p/a', bytes('kept'));
    const store = await place.open();
    expect(await read(store, 'p/a')).toBe('kept');
    expect(await store.list('p')).toEqual(['p/a']);
  },
};
