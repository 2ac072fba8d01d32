/** A package as it is kept: as one module, with its types. */
export interface PackageFile {
  /** `NAME@VERSION/PATH`. */
  readonly package: string;
  /** The text of an ES module that imports nothing. */
  readonly code: string;
  /** What the language service reads (`language/collect-types.ts`). */
  readonly types?: unknown;
}

/** The same content makes the same bytes. */
export const writePackageFile = ({ package: title, code, types }: PackageFile): Uint8Array =>
  new TextEncoder().encode(JSON.stringify({ package: title, code, types }));

/** Throws where the bytes are no such file: their hash is to be checked before. */
export function readPackageFile(bytes: Uint8Array): PackageFile {
  return JSON.parse(new TextDecoder().decode(bytes)) as PackageFile;
}
