import {
  filesystemIOManager,
  indexedDbIOManager,
  inMemoryIOManager,
  opfsIOManager,
} from '$lib/definitions/built-in-io-managers';
import type {
  InputContext,
  IOManager,
  IOManagerDefinition,
  OutputContext,
} from '$lib/definitions/io-manager';
import { pathIOManager } from '$lib/definitions/path-io-manager';
import { describe, expect, it } from 'vitest';

const text = new TextEncoder();
const json = {
  encode: async (value: unknown) => text.encode(JSON.stringify(value)),
  decode: async (bytes: Uint8Array) => JSON.parse(new TextDecoder().decode(bytes)),
};

/** A manager over a store of its own: what it writes, and what it says. */
function opened(definition: IOManagerDefinition) {
  const files = new Map<string, Uint8Array>();
  const metadata: unknown[] = [];
  const store = {
    read: async (path: string) => files.get(path),
    write: async (path: string, bytes: Uint8Array) => void files.set(path, bytes),
    remove: async (path: string) => void files.delete(path),
    list: async (prefix: string) => [...files.keys()].filter((path) => path.startsWith(prefix)).sort(),
  };
  const manager = definition.setUp({} as never) as IOManager;
  const context = { ...json, store, addOutputMetadata: (more: unknown) => metadata.push(more) };
  return {
    files,
    metadata,
    put: (path: string, value: unknown) =>
      manager.handleOutput({ ...context, path } as unknown as OutputContext, value),
    get: (path: string, more: Partial<InputContext> = {}) =>
      manager.loadInput({
        ...context,
        path,
        hasPartitionKey: false,
        partitionKeys: [],
        name: 'x',
        ...more,
      } as unknown as InputContext),
  };
}

describe('built-in IO managers', () => {
  it.each([
    ['inMemoryIOManager', inMemoryIOManager, 'memory'],
    ['filesystemIOManager', filesystemIOManager, 'files'],
    ['opfsIOManager', opfsIOManager, 'opfs'],
    ['indexedDbIOManager', indexedDbIOManager, 'indexeddb'],
  ] as const)('%s keeps values in its store, under paths', async (_, manager, store) => {
    expect(manager().options.store).toBe(store);
    const { put, get, files } = opened(manager({ baseDir: 'data/' }));
    await put('p/a', { n: 1 });
    expect([...files.keys()]).toEqual(['data/p/a']);
    expect(await get('p/a')).toEqual({ n: 1 });
  });

  it.each([
    ['an asset (case io-01)', 'p/a', '<base>/p/a'],
    ['a partition (case io-02)', 'a/2021-05-05', '<base>/a/2021-05-05'],
    ['an op', 'RUN/STEP/OUTPUT', '<base>/RUN/STEP/OUTPUT'],
  ])('the path of %s', async (_, path, expected) => {
    const { put, files, metadata } = opened(filesystemIOManager({ baseDir: '<base>' }));
    await put(path, 1);
    expect([...files.keys()]).toEqual([expected]);
    expect(metadata).toEqual([{ path: expected }]);
  });

  it('what is made again overwrites what was there', async () => {
    const { put, get, files } = opened(inMemoryIOManager());
    await put('a', 1);
    await put('a', 2);
    expect([files.size, await get('a')]).toEqual([1, 2]);
  });

  it.each<[string, Partial<InputContext>, RegExp]>([
    ['an asset', { assetKey: 'p/a' }, /^Nothing is stored for asset "p\/a": "gone" does not exist/],
    [
      'a partition',
      { assetKey: 'a', hasPartitionKey: true, partitionKeys: ['k'] },
      /asset "a", partition k:/,
    ],
    ['an output', { upstreamOutput: { stepKey: 's', name: 'result' } }, /output "result" of step s:/],
  ])('names what is not there: %s', async (_, context, message) => {
    await expect(opened(inMemoryIOManager()).get('gone', context)).rejects.toThrow(message);
  });

  it.each(['../x', '/etc', 'a/../../b', 'a\\b'])('a folder may not lead out of the store: %s', (baseDir) => {
    expect(() => filesystemIOManager({ baseDir })).toThrow('leads out of its store');
  });
});

describe('pathIOManager', () => {
  it('keeps what a notebook dumps, in its own format', async () => {
    const manager = pathIOManager<string[]>({
      store: 'artifacts',
      extension: '.txt',
      dump: (lines) => text.encode(lines.join('\n')),
      load: (bytes) => new TextDecoder().decode(bytes).split('\n'),
    });
    const { put, get, files } = opened(manager);
    await put('sales/orders', ['a', 'b']);
    expect(new TextDecoder().decode(files.get('sales/orders.txt'))).toBe('a\nb');
    expect(await get('sales/orders')).toEqual(['a', 'b']);
  });
});
