import { exports as exportsOf } from 'resolve.exports';

/** The declarations of what can be imported: a file, and all files that it reaches. */
export interface TypeTexts {
  readonly entry: string;
  /** Path (`NAME@VERSION/index.d.ts`) → text. */
  readonly files: Readonly<Record<string, string>>;
  /** Path → what each of its imports leads to. */
  readonly links: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** One text that imports nothing. */
export const oneText = (name: string, text: string): TypeTexts => {
  const entry = `${name}/index.d.ts`;
  return { entry, files: { [entry]: text }, links: {} };
};

/** What is read of a `package.json`. */
export interface TypedPackageJson {
  readonly name: string;
  readonly version: string;
  readonly types?: string;
  readonly typings?: string;
  readonly main?: string;
  readonly exports?: unknown;
}

/** A package as it was published. Paths have no `./`. */
export interface TypedPackage {
  readonly json: TypedPackageJson;
  has(path: string): boolean;
  read(path: string): string;
}

/** Gets the package `name` as `from` depends on it. */
export type FindTypedPackage = (name: string, from?: TypedPackage) => Promise<TypedPackage | undefined>;

interface Place {
  readonly of: TypedPackage;
  readonly path: string;
}

/**
 * The declarations of a package, of a part of it with `subpath` (`/fp`), from the package itself or else from
 * `@types`. `undefined` where there are none.
 */
export async function collectTypes(
  name: string,
  subpath: string,
  find: FindTypedPackage,
): Promise<TypeTexts | undefined> {
  const entry = await entryOf(name, subpath, find);
  if (!entry) return undefined;
  const files: Record<string, string> = {};
  const links: Record<string, Record<string, string>> = {};
  for (const waiting = [entry]; waiting.length > 0;) {
    const place = waiting.pop()!;
    const path = pathOf(place);
    if (path in files) continue;
    files[path] = place.of.read(place.path);
    for (const specifier of new Set(specifiersIn(files[path]))) {
      const target = await targetOf(specifier, place, find);
      if (!target) continue;
      (links[path] ??= {})[specifier] = pathOf(target);
      waiting.push(target);
    }
  }
  return { entry: pathOf(entry), files, links };
}

const pathOf = ({ of, path }: Place): string => `${of.json.name}@${of.json.version}/${path}`;

async function targetOf(specifier: string, from: Place, find: FindTypedPackage): Promise<Place | undefined> {
  if (specifier.startsWith('.')) return declared(from.of, joined(from.path, specifier));
  const [name, subpath] = splitSpecifier(specifier);
  return name === from.of.json.name
    ? entryIn(from.of, subpath)
    : entryOf(name, subpath, (wanted) => find(wanted, from.of));
}

/** `@scope/name/part` → `@scope/name`, `/part`. */
export function splitSpecifier(specifier: string): readonly [name: string, subpath: string] {
  const [name = specifier] = /^(@[^/]+\/)?[^/]+/.exec(specifier) ?? [];
  return [name, specifier.slice(name.length)];
}

async function entryOf(name: string, subpath: string, find: FindTypedPackage): Promise<Place | undefined> {
  const own = await find(name);
  const entry = own && entryIn(own, subpath);
  if (entry || name.startsWith('@types/')) return entry;
  const typed = await find(`@types/${name.replace(/^@(.+)\//, '$1__')}`, own);
  return typed && entryIn(typed, subpath);
}

function entryIn(of: TypedPackage, subpath: string): Place | undefined {
  const { types, typings, main = 'index.js' } = of.json;
  for (const path of exported(of, subpath)) {
    const place = declared(of, path.slice(2));
    if (place) return place;
  }
  if (subpath !== '') return of.json.exports ? undefined : declared(of, subpath.slice(1));
  for (const path of [types, typings, main, 'index']) {
    const place = path && declared(of, path.replace(/^\.?\//, ''));
    if (place) return place;
  }
  return undefined;
}

function exported({ json }: TypedPackage, subpath: string): readonly string[] {
  if (!json.exports) return [];
  try {
    const conditions = ['types', 'import', 'module', 'browser', 'default'];
    return exportsOf(json as never, `.${subpath}`, { unsafe: true, conditions }) ?? [];
  } catch {
    return [];
  }
}

/** The declarations that stand for a module, which may be said with the ending of a declaration, a program, or none. */
function declared(of: TypedPackage, path: string): Place | undefined {
  const bare = path.replace(/\/$/, '');
  const folder = bare === '' ? '' : `${bare}/`;
  const candidates = [
    bare,
    bare.replace(/\.([cm]?)[jt]sx?$/, '.d.$1ts'),
    `${bare}.d.ts`,
    `${bare}.d.mts`,
    `${folder}index.d.ts`,
  ];
  const found = candidates.find((candidate) => /\.d\.[cm]?ts$/.test(candidate) && of.has(candidate));
  return found === undefined ? undefined : { of, path: found };
}

function joined(from: string, specifier: string): string {
  const parts = from.split('/').slice(0, -1);
  for (const part of specifier.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  return parts.join('/');
}

const importing =
  /(?:\bfrom|\bimport|\brequire|\bmodule)\s*\(?\s*(["'])([^"'\n]+)\1|<reference\s+(?:path|types)=(["'])([^"']+)\3/g;

function specifiersIn(text: string): readonly string[] {
  return [...text.matchAll(importing)].map(([match, , specifier, , reference]) => {
    if (reference === undefined) return specifier!;
    return /\bpath=/.test(match) && !reference.startsWith('.') ? `./${reference}` : reference;
  });
}
