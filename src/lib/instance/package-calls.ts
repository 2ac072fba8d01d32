import type { TypeTexts } from '../language/collect-types';

/** What the instance does with packages that it keeps for notebooks, each by the SHA-256 (hex) of its file. */
export interface PackageCalls {
  /** Keeps a package file and answers its hash, by which a header pins it. Rejects where the notebook may not run. */
  keepPackage(input: { readonly notebookId: string; readonly bytes: Uint8Array }): Promise<string>;
  /** Bytes of those that are here. */
  packageSizes(hashes: readonly string[]): Promise<Readonly<Record<string, number>>>;
  /** `undefined` where it is not here or has no types. */
  packageTypes(hash: string): Promise<TypeTexts | undefined>;
}
