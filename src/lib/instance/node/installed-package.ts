import { readFile } from 'node:fs/promises';
import { findPackageJSON } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { exports as exportsOf } from 'resolve.exports';
import type { PackagePin } from '../../notebook/package-pin';

/**
 * A text that gives what `npm install` has put beside a notebook, in `folder` or above, if it has just the version that
 * is pinned: Node imports the package itself.
 */
export async function installedPackage(folder: string, pin: PackagePin): Promise<string | undefined> {
  const base = pathToFileURL(join(folder, 'notebook.nb.ts'));
  try {
    const path = findPackageJSON(pin.name, base);
    if (path === undefined) return undefined;
    const json = JSON.parse(await readFile(path, 'utf8'));
    if (json.version !== pin.version) return undefined;
    const file = json.exports
      ? exportsOf(json, `.${pin.path}`)?.[0]
      : pin.path === ''
        ? (json.main ?? 'index.js')
        : `.${pin.path}`;
    if (file === undefined) return undefined;
    const url = JSON.stringify(await existing(new URL(file, pathToFileURL(path))));
    return `import * as all from ${url};\nexport * from ${url};\nexport default all.default;`;
  } catch {
    return undefined;
  }
}

/** Older packages leave out how their main file ends. */
async function existing(url: URL): Promise<string> {
  for (const ending of ['', '.js', '/index.js']) {
    const candidate = url.href + ending;
    if (await readFile(new URL(candidate)).then(Boolean, () => false)) return candidate;
  }
  throw new Error(`${url.href} is not there`);
}
