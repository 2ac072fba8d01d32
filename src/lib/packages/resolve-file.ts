import { exports as exportsOf, imports as importsOf, legacy } from 'resolve.exports';

/** What is read of a `package.json` to find a file, and what it depends on. */
export interface PackageJson {
  readonly name: string;
  readonly version: string;
  readonly types?: string;
  readonly typings?: string;
  readonly main?: string;
  readonly module?: string;
  readonly browser?: string | Readonly<Record<string, string | false>>;
  readonly exports?: unknown;
  readonly imports?: unknown;
  readonly sideEffects?: boolean | readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

interface Tree {
  readonly json: PackageJson;
  has(path: string): boolean;
}

/** How a file is asked for: `require` by CommonJS, else by `import`. */
export interface Asked {
  readonly require: boolean;
}

const conditions = ['module', 'worker'];

/** The file that is imported as `NAME` + `subpath` (`/fp`). `undefined`: there is none. */
export function entryFile(tree: Tree, subpath: string, { require }: Asked): string | undefined {
  const { json } = tree;
  if (json.exports) {
    const found = attempt(() =>
      exportsOf(json as never, `.${subpath}`, { browser: true, require, conditions }),
    );
    return found?.map((path) => path.slice(2)).find((path) => tree.has(path));
  }
  if (subpath !== '') return existingFile(tree, subpath.slice(1));
  const given = typeof json.browser === 'string' ? [json.browser] : [];
  const main = attempt(() => legacy(json as never, { browser: false, fields: ['module', 'main'] }));
  for (const path of [...given, ...(typeof main === 'string' ? [main] : []), 'index']) {
    const file = existingFile(tree, path.replace(/^\.?\//, ''));
    if (file !== undefined) return file;
  }
  return undefined;
}

/** What `#name` stands for inside of a package: a file of it (`./…`), or what another package has. */
export function privateImport({ json }: Tree, specifier: string, { require }: Asked): string | undefined {
  return attempt(() => importsOf(json as never, specifier, { browser: true, require, conditions }))?.[0];
}

/** The file that a path without ending, or of a folder, means. */
export function existingFile(tree: Tree, path: string): string | undefined {
  const bare = path.replace(/\/$/, '');
  const folder = bare === '' ? '' : `${bare}/`;
  const candidates = [bare, ...endings.map((ending) => bare + ending), ...endings.map((ending) => `${folder}index${ending}`)]; // prettier-ignore
  return candidates.find((candidate) => tree.has(candidate));
}

const endings = ['.js', '.mjs', '.cjs', '.json', '.jsx'];

/** What a package has in place of a file or of another package in browsers; `false`: nothing. */
export function browserInstead({ json }: Tree, wanted: string): string | false | undefined {
  const { browser } = json;
  if (typeof browser !== 'object' || browser === null) return undefined;
  const bare = wanted.replace(/^\.\//, '').replace(/\.js$/, '');
  const key = Object.keys(browser).find((each) => each.replace(/^\.\//, '').replace(/\.js$/, '') === bare);
  return key === undefined ? undefined : browser[key];
}

/** A specifier with `.` and `..` as a path in the package; `undefined`: it leads out of it. */
export function joinedPath(from: string, specifier: string): string | undefined {
  const parts = from.split('/').slice(0, -1);
  for (const part of specifier.split('/')) {
    if (part === '..' && parts.length === 0) return undefined;
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}

function attempt<Found>(find: () => Found): Found | undefined {
  try {
    return find();
  } catch {
    return undefined;
  }
}
