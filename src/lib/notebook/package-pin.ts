import { shippedPackages } from './shipped-packages';

/** What cells import by a name: a version of a package, and perhaps just these bytes of it. */
export interface PackagePin {
  readonly name: string;
  readonly version: string;
  /** The part of the package: `''`, or `/fp` as in `lodash/fp`. */
  readonly path: string;
  /** The versions of other packages that are in it, as `name@version`. */
  readonly dependencies: readonly string[];
  /** SHA-256 (hex) of the package's file in this instance; absent for a package that comes with the app. */
  readonly hash?: string;
}

const pin =
  /^npm:(?<name>(?:@[a-z0-9~-][\w.~-]*\/)?[a-z0-9~-][\w.~-]*)@(?<version>\d+\.\d+\.\d+[\w.+-]*)(?<path>(?:\/[\w.~-]+)*)(?:\?deps=(?<deps>[^#]*))?(?:#(?<hash>[0-9a-f]{64}))?$/i;

/**
 * Reads an entry of a header's `imports`: `npm:NAME@VERSION`, with `/PATH`, `?deps=NAME@VERSION,…` and `#HASH` where it
 * has these. `undefined` where it does not say one version of a package of npm.
 */
export function readPin(text: string): PackagePin | undefined {
  const { name, version, path = '', deps, hash } = pin.exec(text)?.groups ?? {};
  if (name === undefined || version === undefined || path.includes('..')) return undefined;
  return {
    ...{ name, version, path },
    dependencies: deps ? deps.split(',') : [],
    ...(hash !== undefined && { hash }),
  };
}

export function writePin({ name, version, path, dependencies, hash }: PackagePin): string {
  const deps = dependencies.length > 0 ? `?deps=${dependencies.join(',')}` : '';
  return `npm:${name}@${version}${path}${deps}${hash === undefined ? '' : `#${hash}`}`;
}

/** What people call it: `lodash@4.17.21/fp`. */
export const pinTitle = ({ name, version, path }: Pick<PackagePin, 'name' | 'version' | 'path'>): string =>
  `${name}@${version}${path}`;

/** Whether the app itself has it. */
export const isShipped = ({ name, version, path, hash }: PackagePin): boolean =>
  hash === undefined &&
  path === '' &&
  Object.hasOwn(shippedPackages, name) &&
  shippedPackages[name] === version;

/** What a specifier stands for: the header's entry, else the package that comes with the app. */
export function pinOf(specifier: string, imports: Readonly<Record<string, string>>): string | undefined {
  if (Object.hasOwn(imports, specifier)) return imports[specifier];
  return Object.hasOwn(shippedPackages, specifier)
    ? `npm:${specifier}@${shippedPackages[specifier]}`
    : undefined;
}
