import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const inputs = [
  'src', 'workers', 'static', '.config', '.scripts', 'svelte.config.js', 'vite.config.ts', 'tsconfig.json',
  'package.json', 'package-lock.json',
]; // prettier-ignore

/** Hash of everything that can change what is built: 16 hex characters. */
export function sourcesHash() {
  const hash = createHash('sha256');
  for (const input of inputs)
    for (const path of filesUnder(input)) hash.update(path + '\0').update(readFileSync(join(root, path)));
  return hash.digest('hex').slice(0, 16);
}

function filesUnder(path) {
  if (!existsSync(join(root, path))) return [];
  if (/\.[a-z]+$/.test(path) && !path.startsWith('.')) return [path];
  return readdirSync(join(root, path), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length))
    .filter((file) => !/words\/generated\/|project\.inlang\/(cache|README)/.test(file))
    .sort();
}

const stamp = (folder) => join(root, folder, '.sources');

/** Whether `folder` was built from the sources as they are now. */
export const isFresh = (folder) =>
  existsSync(stamp(folder)) && readFileSync(stamp(folder), 'utf8') === sourcesHash();

/** To be called last: what a failed build leaves behind is never fresh. */
export const markFresh = (folder, hash) => writeFileSync(stamp(folder), hash);
