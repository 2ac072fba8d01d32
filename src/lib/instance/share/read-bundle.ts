import type { z } from 'zod/mini';
import { hashOfBytes } from '../../base/hash';
import { weigh } from '../../location/boundary/weigh';
import { wrongAttachmentPath } from '../../notebook/attachment-path';
import { readHeader } from '../../notebook/header';
import { readNotebook } from '../../notebook/read-notebook';
import { bundleHead, manifestSchema, packageSchema, resultsSchema, runsSchema } from './bundle-schema';
import {
  bundleLimits,
  BundleUnusable,
  bundleVersion,
  type NotebookBundle,
  pinnedPackages,
} from './notebook-bundle';
import { unpack, zipEntries, type ZipEntry } from './zip-entries';

/** What an entry of a bundle may be called. */
const known =
  /^(?:manifest\.json|notebook\.nb\.ts|results\.json|runs\.json|(?:values|packages)\/[0-9a-f]{64}|attachments\/.+)$/s;

/**
 * Reads a bundle that anybody may have written. All of it is checked before any of it is used: sizes, names, hashes and
 * the shape of every record. Rejects with `BundleUnusable`.
 */
export async function readBundle(fileName: string, file: Uint8Array): Promise<NotebookBundle> {
  const refuse = (reason: string, remedy?: string, cause?: unknown) =>
    new BundleUnusable(fileName, reason, remedy, cause);
  let entries: ReadonlyMap<string, ZipEntry>;
  try {
    entries = listed(zipEntries(file));
  } catch (error) {
    throw refuse((error as Error).message, undefined, error);
  }

  const unpacked = async (name: string, most: number = bundleLimits.bytes) => {
    const entry = entries.get(name);
    if (!entry) throw refuse(`${name} is missing`);
    if (entry.size > most) throw refuse(`${name} is too large`);
    return unpack(entry).catch((error: Error) => Promise.reject(refuse(error.message, undefined, error)));
  };
  const parsed = <Value>(name: string, bytes: Uint8Array, schema: z.ZodMiniType<Value>): Value => {
    try {
      const data: unknown = JSON.parse(utf8(bytes));
      // What is nested too deeply would take the stack of the schema.
      weigh(data, 16 * bundleLimits.recordBytes);
      const { success, data: value, error } = schema.safeParse(data);
      if (success) return value;
      const [issue] = error.issues;
      throw new TypeError(`${issue?.path.join('.') || 'it'} is not what it should be (${issue?.message})`);
    } catch (cause) {
      throw refuse(`${name} is wrong: ${(cause as Error).message}`, undefined, cause);
    }
  };

  const manifestBytes = await unpacked('manifest.json', bundleLimits.recordBytes);
  const { version } = parsed('manifest.json', manifestBytes, bundleHead);
  if (version !== bundleVersion)
    throw refuse(
      `its version is ${version}, and this Dagbook reads version ${bundleVersion}`,
      'Load a newer Dagbook (reload the page, or update the package), then open it again.',
    );
  const { files } = parsed('manifest.json', manifestBytes, manifestSchema);
  for (const name of entries.keys())
    if (name !== 'manifest.json' && !Object.hasOwn(files, name))
      throw refuse(`${name} is not in its manifest`);

  /** An entry's bytes, which are what the manifest says. */
  const checked = async (name: string, most?: number) => {
    const bytes = await unpacked(name, most);
    const said = Object.hasOwn(files, name) ? files[name] : undefined;
    if (said?.size !== bytes.length || said.sha256 !== (await hashOfBytes(bytes)))
      throw refuse(`${name} is damaged, or somebody has changed it`);
    return bytes;
  };
  const told = async <Value>(name: string, schema: z.ZodMiniType<Value>, none: Value) =>
    Object.hasOwn(files, name) ? parsed(name, await checked(name, bundleLimits.recordBytes), schema) : none;
  const below = async (folder: string) => {
    const found: { readonly path: string; readonly bytes: Uint8Array }[] = [];
    for (const name of Object.keys(files))
      if (name.startsWith(folder))
        found.push({ path: name.slice(folder.length), bytes: await checked(name) });
    return found;
  };

  let source: string;
  try {
    source = utf8(await checked('notebook.nb.ts', bundleLimits.sourceBytes));
  } catch (error) {
    throw error instanceof BundleUnusable ? error : refuse('its notebook is not text', undefined, error);
  }
  const notebook = readNotebook(source);
  const { attachments } = readHeader(notebook).header;
  const attached = await below('attachments/');
  for (const { path } of attached)
    if (attachments[path] !== files[`attachments/${path}`]!.sha256)
      throw refuse(`its notebook has no file ${path} of that content`);

  const { assets, results } = await told('results.json', resultsSchema, { assets: [], results: [] });
  const runs = await told('runs.json', runsSchema, []);
  const hashed = async (folder: string) => {
    const found = (await below(folder)).map(({ path: hash, bytes }) => ({ hash, bytes }));
    const wrong = found.find(({ hash }) => hash !== files[folder + hash]!.sha256);
    if (wrong) throw refuse(`${folder}${wrong.hash} has another name than its content`);
    return found;
  };
  const values = await hashed('values/');
  const packages = await hashed('packages/');
  const pinned = pinnedPackages(notebook);
  for (const { hash, bytes } of packages) {
    if (!pinned.has(hash)) throw refuse(`its notebook pins no package ${hash}`);
    parsed(`packages/${hash}`, bytes, packageSchema);
  }
  return { source, files: attached, record: { fileName, assets, results, runs }, values, packages };
}

const utf8 = (bytes: Uint8Array): string =>
  new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);

/** Its entries by name. Throws where a name is not one of a bundle, comes twice, or there is too much of it all. */
function listed(entries: readonly ZipEntry[]): ReadonlyMap<string, ZipEntry> {
  // Tools that pack folders write these, too.
  const found = entries.filter(({ name, size }) => !(name.endsWith('/') && size === 0));
  if (found.length > bundleLimits.entries) throw new Error(`it has ${found.length} files`);
  const bytes = found.reduce((sum, { size }) => sum + size, 0);
  if (bytes > bundleLimits.bytes)
    throw new Error(`it would unpack to ${Math.ceil(bytes / 2 ** 20)} MiB, more than is opened`);
  const byName = new Map<string, ZipEntry>();
  for (const entry of found) {
    const { name } = entry;
    const wrong = wrongAttachmentPath(name);
    if (wrong) throw new Error(`a name in it leads elsewhere: ${wrong}`);
    if (!known.test(name)) throw new Error(`${name} is no part of a bundle`);
    if (byName.has(name)) throw new Error(`${name} is in it twice`);
    byName.set(name, entry);
  }
  return byName;
}
