import { DagbookError } from '../base/errors';
import { splitSpecifier, type TypedPackage } from '../language/collect-types';
import type { PackageMetadata, Registry } from './registry';
import type { PackageJson } from './resolve-file';
import { BadPackage } from './registry';
import { unpack } from './unpack';
import { chooseVersion } from './version-choice';

/** A version of a package, unpacked. */
export interface UnpackedPackage extends TypedPackage {
  readonly json: PackageJson;
  /** `NAME@VERSION`. */
  readonly title: string;
  bytes(path: string): Uint8Array;
}

/** Packages that one may need, at most. */
const mostPackages = 300;

/** The packages of a registry, each version fetched once when it is first asked for. */
export function packageTree(registry: Registry, locked: readonly string[], onFetch: (title: string) => void) {
  const metadata = new Map<string, Promise<PackageMetadata>>();
  const packages = new Map<string, Promise<UnpackedPackage>>();
  const lockedOf = (name: string) =>
    locked.filter((title) => title.startsWith(`${name}@`)).map((title) => title.slice(name.length + 1));

  /** The package `name` in a version that fits; errors name it. */
  async function get(name: string, range: string): Promise<UnpackedPackage> {
    if (!metadata.has(name)) metadata.set(name, registry.metadata(name));
    const known = await metadata.get(name)!;
    const version = chooseVersion(name, range, known, lockedOf(name));
    const title = `${name}@${version}`;
    const before = packages.get(title);
    if (before) return before;
    if (packages.size >= mostPackages)
      throw new BadPackage(title, `more than ${mostPackages} packages belong to it`);
    const unpacked = fetchVersion(name, version, known);
    packages.set(title, unpacked);
    return unpacked;
  }

  async function fetchVersion(
    name: string,
    version: string,
    { versions = {} }: PackageMetadata,
  ): Promise<UnpackedPackage> {
    const title = `${name}@${version}`;
    onFetch(title);
    const files = await unpack(title, await registry.tarball(title, versions[version]!));
    const json = readJson(title, files.get('package.json'));
    const bytes = (path: string) => files.get(path)!;
    return {
      title,
      json: { ...json, name, version },
      has: (path) => files.has(path),
      bytes,
      read: (path) => new TextDecoder().decode(bytes(path)),
    };
  }

  /** The package `name` as `from` depends on it. */
  async function dependency(name: string, from: UnpackedPackage): Promise<UnpackedPackage> {
    const { dependencies, optionalDependencies, peerDependencies } = from.json;
    const range = dependencies?.[name] ?? optionalDependencies?.[name] ?? peerDependencies?.[name];
    if (range === undefined)
      throw new DagbookError(`${from.title} imports ${name}, on which it does not depend`, {
        name: 'BadPackage',
        remedy: 'Choose another version of it, or another package.',
      });
    const [, alias, wanted = '*'] = /^npm:(@?[^@]+)(?:@(.+))?$/.exec(range) ?? [];
    return get(alias ?? name, alias === undefined ? range : wanted);
  }

  return {
    get,
    dependency,
    /** All that was fetched, as `NAME@VERSION`. */
    titles: (): readonly string[] => [...packages.keys()],
  };
}

export type PackageTree = ReturnType<typeof packageTree>;

function readJson(title: string, bytes: Uint8Array | undefined): PackageJson {
  try {
    const json: unknown = bytes && JSON.parse(new TextDecoder().decode(bytes));
    if (typeof json === 'object' && json !== null) return json as PackageJson;
  } catch {
    // Said below.
  }
  throw new BadPackage(title, 'it has no package.json that can be read');
}

/** For declarations: what cannot be had is left out. */
export const typedDependency =
  (tree: PackageTree, root: UnpackedPackage) =>
  async (name: string, from?: TypedPackage): Promise<TypedPackage | undefined> => {
    if (!from && splitSpecifier(name)[0] === root.json.name) return root;
    const owner = (from ?? root) as UnpackedPackage;
    const declared = await tree.dependency(name, owner).catch(() => undefined);
    if (declared || !name.startsWith('@types/')) return declared;
    // Those of the same major version, as DefinitelyTyped counts.
    const range = `^${owner.json.version.split('.')[0]}`;
    return tree.get(name, range).catch(() => undefined);
  };
