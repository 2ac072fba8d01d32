import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/**
 * Writes `precache.json`: `version`, and for every file of the built app its path and its hash in the notation of
 * `fetch`'s `integrity`. SvelteKit's own list lacks what only a worker loads (chunks, wasm), so we walk the folder.
 */
export function writePrecacheList(folder) {
  const { version } = JSON.parse(readFileSync(join(folder, '_app/version.json'), 'utf8'));
  const files = Object.fromEntries(
    readdirSync(folder, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
      .filter(
        // What makes modules of packages is large, and of no use without network: it is loaded when somebody adds one.
        (path) =>
          !/^(service-worker\.js|precache\.json|_app\/version\.json)$|(^|\/)(\.|esbuild-)|\.map$/.test(path),
      )
      .sort()
      .map((path) => [
        path,
        `sha256-${createHash('sha256')
          .update(readFileSync(join(folder, path)))
          .digest('base64')}`,
      ]),
  );
  writeFileSync(join(folder, 'precache.json'), JSON.stringify({ version, files }, undefined, 1) + '\n');
}
