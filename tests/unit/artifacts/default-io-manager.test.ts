import { expect, test } from 'vitest';
import { largestInlineValue, placeValue, readValue } from '$lib/artifacts/default-io-manager';
import { MemoryArtifacts } from '$lib/artifacts/memory/memory-artifacts';
import { hashOfBytes } from '$lib/base/hash';

const encoded = (size: number) => ({ codec: 'bytes', bytes: new Uint8Array(size).fill(size) });
/** Bytes as text, which compares in no time. */
const asText = <Value extends { readonly bytes: Uint8Array }>(value: Value | undefined) =>
  value && { ...value, bytes: Buffer.from(value.bytes).toString('hex') };
const nothingInline = { getInline: async () => undefined };

test('a small value is handed back for the database, a large one is in the artifacts', async () => {
  const artifacts = new MemoryArtifacts();
  const small = await placeValue(encoded(largestInlineValue), artifacts);
  expect(asText(small.inline)).toEqual({ ...asText(encoded(largestInlineValue)), hash: small.pointer.hash });
  expect(await artifacts.get(small.pointer.hash)).toBeUndefined();
  const getInline = async (hash: string) => (hash === small.pointer.hash ? small.inline!.bytes : undefined);
  expect(asText(await readValue(small.pointer, { getInline, artifacts }))).toEqual(
    asText(encoded(largestInlineValue)),
  );

  const value = encoded(largestInlineValue + 1);
  const large = await placeValue(value, artifacts);
  expect(large).toEqual({
    pointer: { hash: await hashOfBytes(value.bytes), codec: 'bytes', size: value.bytes.length },
  });
  expect(asText(await readValue(large.pointer, { ...nothingInline, artifacts }))).toEqual(asText(value));
});

test('a value in the other place is found as well', async () => {
  const artifacts = new MemoryArtifacts();
  const { pointer } = await placeValue(encoded(10), artifacts);
  await artifacts.put(pointer.hash, encoded(10).bytes);
  expect(await readValue(pointer, { ...nothingInline, artifacts })).toEqual(encoded(10));
});

test('a lost value is undefined, and so are bytes that are not the value', async () => {
  const artifacts = new MemoryArtifacts();
  const { pointer } = await placeValue(encoded(10), artifacts);
  expect(await readValue(pointer, { ...nothingInline, artifacts })).toBeUndefined();
  const getInline = async () => new Uint8Array(10).fill(9);
  expect(await readValue(pointer, { getInline, artifacts })).toBeUndefined();
});
