import type { TypeTexts } from '../language/collect-types';
import { type ModuleTexts, moduleTexts } from '../location/module-texts';
import type { CompiledNotebook } from '../notebook/notebook';
import { readPackageFile } from '../notebook/package-file';
import type { PackagePin } from '../notebook/package-pin';
import type { NotebookFiles } from './notebooks';
import type { PackageCalls } from './package-calls';
import type { Trusts } from './trust';

/** Gets the text of a package that was installed beside a location's notebook, by other tools. */
export type FindInstalled = (location: string, pin: PackagePin) => Promise<string | undefined>;

/** Gets the texts of the packages that a location's notebook imports. */
export type TextsOf = (
  location: string,
  notebook: CompiledNotebook,
) => Promise<Readonly<Record<string, string>>>;

/** What cells import: the packages that the app has, and those that were fetched for notebooks. */
export function packageCommands({
  files,
  trusts,
  modules,
  findInstalled = async () => undefined,
}: {
  readonly files: Pick<NotebookFiles, 'read' | 'keep' | 'sizeOf'>;
  readonly trusts: Pick<Trusts, 'assertRuns'>;
  readonly modules: ModuleTexts;
  readonly findInstalled?: FindInstalled;
}): PackageCalls & { readonly textsOf: TextsOf } {
  const kept = async (hash: string | undefined) => {
    const bytes = hash === undefined ? undefined : await files.read(hash);
    return bytes && readPackageFile(bytes);
  };
  return {
    textsOf: (location, notebook) =>
      moduleTexts(
        notebook,
        modules,
        async (pin) => (await kept(pin.hash))?.code ?? findInstalled(location, pin),
      ),
    async keepPackage({ notebookId, bytes }) {
      await trusts.assertRuns(notebookId);
      return files.keep(bytes);
    },
    async packageSizes(hashes) {
      const sizes = await Promise.all(hashes.map(async (hash) => [hash, await files.sizeOf(hash)] as const));
      return Object.fromEntries(sizes.filter(([, size]) => size > 0));
    },
    packageTypes: async (hash) => (await kept(hash))?.types as TypeTexts | undefined,
  };
}
