import { unpackTar } from 'modern-tar';
import { BadPackage } from './registry';

/** Path without the archive's own folder → bytes. */
export type Files = ReadonlyMap<string, Uint8Array>;

/** Bytes of all files together, and how many these may be. */
const most = { bytes: 150_000_000, files: 20_000 };

/** What is kept of a package: programs, declarations, and what programs import. */
const kept = /(\.([cm]?js|jsx|json|wasm)|\.d\.[cm]?ts)$/;

/** The files of a package as npm packs it, in memory. Errors: `BadPackage`. */
export async function unpack(title: string, tarball: Uint8Array, limits = most): Promise<Files> {
  const archive = await inflated(title, tarball, limits.bytes);
  const entries = await unpackTar(archive, { strict: true }).catch((error: unknown) => {
    throw new BadPackage(title, `it cannot be unpacked (${error instanceof Error ? error.message : error})`);
  });
  if (entries.length > limits.files) throw new BadPackage(title, `it has more than ${limits.files} files`);
  const files = new Map<string, Uint8Array>();
  for (const { header, data } of entries) {
    const path = pathIn(title, header.name);
    if (header.type === 'symlink' || header.type === 'link')
      throw new BadPackage(title, `"${header.name}" is a link`);
    if (header.type === 'file' && data && kept.test(path)) files.set(path, data);
  }
  return files;
}

/** It stops where a small tarball gets larger and larger. */
async function inflated(title: string, tarball: Uint8Array, most: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  const stream = new Blob([tarball as BlobPart]).stream().pipeThrough(new DecompressionStream('gzip'));
  for (let reader = stream.getReader(); ;) {
    const { done, value } = await reader.read().catch((error: unknown) => {
      throw new BadPackage(title, `it is no tarball (${error instanceof Error ? error.message : error})`);
    });
    if (done) return new Uint8Array(await new Blob(parts as BlobPart[]).arrayBuffer());
    parts.push(value);
    length += value.length;
    if (length <= most) continue;
    await reader.cancel();
    throw new BadPackage(title, `unpacked it is larger than ${most / 1_000_000} MB`);
  }
}

/** Files never leave the package: where they could, it was made by nobody who means well. */
function pathIn(title: string, name: string): string {
  const [folder, ...parts] = name.replace(/\/$/, '').split('/');
  const isWrong = folder === '' || [folder, ...parts].includes('..') || /[\\\0]|^[a-z]:/i.test(name);
  if (isWrong) throw new BadPackage(title, `${JSON.stringify(name.slice(0, 200))} leads out of it`);
  return parts.filter((part) => part !== '.' && part !== '').join('/');
}
