import { collectTypes } from '../language/collect-types';
import { writePackageFile } from '../notebook/package-file';
import type { PackagePin } from '../notebook/package-pin';
import { type Build, bundle } from './bundle';
import { packageTree, typedDependency } from './package-tree';
import { type PackageSources, registries } from './registry';

/** What is to be fetched. */
export interface PackageRequest {
  readonly sources: PackageSources;
  readonly name: string;
  /** A version, a range or a tag; default the latest. */
  readonly range: string;
  /** The part of the package: `''`, or `/fp`. */
  readonly path: string;
  /** Versions of other packages to be taken where they fit, as `name@version`. */
  readonly dependencies: readonly string[];
}

/** A package with all that belongs to it. */
export interface FetchedPackage {
  readonly pin: PackagePin;
  /** A package file (`notebook/package-file.ts`). */
  readonly bytes: Uint8Array;
}

/** How far it is: what is being fetched, the number of packages so far; then it is made one module. */
export interface FetchProgress {
  readonly title: string;
  readonly count: number;
  readonly isBundling: boolean;
}

/** Bytes of declarations beyond which a package has none. */
const mostTypes = 8_000_000;

/** Fetches a package and what it needs. Errors: `PackageNotFound`, `VersionNotFound`, `BadPackage`, `PackageSourceUnreachable`. */
export async function fetchPackage(
  { sources, name, range, path, dependencies }: PackageRequest,
  build: Build,
  onProgress: (progress: FetchProgress) => void = () => {},
): Promise<FetchedPackage> {
  let count = 0;
  const tree = packageTree(registries(sources), dependencies, (title) =>
    onProgress({ title, count: ++count, isBundling: false }),
  );
  const root = await tree.get(name, range || 'latest');
  onProgress({ title: root.title, count, isBundling: true });
  const code = await bundle(build, tree, root, path);
  const types = await collectTypes(name, path, typedDependency(tree, root));
  const typesSize = Object.values(types?.files ?? {}).reduce((sum, { length }) => sum + length, 0);
  const bytes = writePackageFile({
    package: root.title + path,
    code,
    types: types && typesSize <= mostTypes ? types : undefined,
  });
  const others = tree.titles().filter((title) => title !== root.title);
  const { version } = root.json;
  return { pin: { name, version, path, dependencies: others.sort() }, bytes };
}
