import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js';
import { DagbookError } from '../base/errors';

/** What a registry says of a version: the part of it that is used. */
export interface VersionMetadata {
  readonly dist?: { readonly tarball?: string; readonly integrity?: string };
}

export interface PackageMetadata {
  readonly 'dist-tags'?: Readonly<Record<string, string>>;
  readonly versions?: Readonly<Record<string, VersionMetadata>>;
}

/** Bytes of a tarball, at most. */
const longestTarball = 30_000_000;

/** Bytes of all that is said of a package, at most. */
const longestMetadata = 50_000_000;

/** A registry that speaks as npm's does, such as `https://registry.npmjs.org`. */
export function registry(source: string) {
  const base = source.replace(/\/+$/, '');
  return {
    /** Errors: `PackageNotFound`, `PackageSourceUnreachable`. */
    async metadata(name: string): Promise<PackageMetadata> {
      const response = await askFor(name);
      if (response.status === 404)
        throw new DagbookError(`${base} has no package ${name}`, {
          name: 'PackageNotFound',
          remedy: 'Check how its name is written.',
        });
      const text = new TextDecoder().decode(await bytesOf(response, longestMetadata, name));
      try {
        return JSON.parse(text) as PackageMetadata;
      } catch (cause) {
        throw new PackageSourceUnreachable(base, 'it does not answer as a registry of npm', cause);
      }
    },
    /** Its bytes, which are what the registry says that they are. Errors: `BadPackage`. */
    async tarball(title: string, { dist }: VersionMetadata): Promise<Uint8Array> {
      if (!dist?.tarball || !/^https?:\/\//.test(dist.tarball))
        throw new BadPackage(title, 'the registry says no address of it');
      const bytes = await bytesOf(await ask(dist.tarball, {}), longestTarball, title);
      if (!isIntact(bytes, dist.integrity ?? ''))
        throw new BadPackage(title, 'its bytes are not those that the registry promises (integrity)');
      return bytes;
    },
    /** Whether it answers as a registry does, be it that it has no such package. Errors: `PackageSourceUnreachable`. */
    async check(name: string): Promise<void> {
      const response = await askFor(name);
      await response.json().catch((cause: unknown) => {
        throw new PackageSourceUnreachable(base, 'it does not answer as a registry of npm', cause);
      });
    },
  };

  function askFor(name: string): Promise<Response> {
    // The short form; without it all readmes come along.
    const accept = 'application/vnd.npm.install-v1+json, application/json;q=0.8';
    return ask(`${base}/${name.replace('/', '%2F')}`, { accept });
  }

  async function ask(url: string, headers: Readonly<Record<string, string>>): Promise<Response> {
    const response = await fetch(url, { headers, credentials: 'omit', referrerPolicy: 'no-referrer' }).catch(
      (cause: unknown) => {
        throw new PackageSourceUnreachable(base, 'there is no answer', cause);
      },
    );
    if (response.ok || response.status === 404) return response;
    throw new PackageSourceUnreachable(base, `it answers ${response.status} for ${url}`);
  }
}

export type Registry = Pick<ReturnType<typeof registry>, 'metadata' | 'tarball'>;

/** The addresses that packages are fetched from. */
export interface PackageSources {
  /** Speaks as npm's registry does. */
  readonly source: string;
  /** Where packages of JSR come from, which are `@jsr/SCOPE__NAME` for npm. */
  readonly jsr: string;
}

/** Both as one. */
export function registries(sources: PackageSources): Registry {
  const [npm, jsr] = [registry(sources.source), registry(sources.jsr)];
  const of = (name: string) => (name.startsWith('@jsr/') ? jsr : npm);
  return {
    metadata: (name) => of(name).metadata(name),
    tarball: (title, version) => of(title).tarball(title, version),
  };
}

async function bytesOf(response: Response, longest: number, title: string): Promise<Uint8Array> {
  if (!response.ok) throw new BadPackage(title, `its tarball is not there (${response.status})`);
  const parts: Uint8Array[] = [];
  let length = 0;
  for (let reader = response.body!.getReader(); ;) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    length += value.length;
    if (length <= longest) continue;
    await reader.cancel();
    throw new BadPackage(title, `it is larger than ${longest / 1_000_000} MB`);
  }
  return new Uint8Array(await new Blob(parts as BlobPart[]).arrayBuffer());
}

const digests = { sha512, sha384, sha256 };

/** In the notation of `fetch`'s `integrity`: the strongest hash that it has decides. */
function isIntact(bytes: Uint8Array, integrity: string): boolean {
  const promised = integrity.trim().split(/\s+/);
  for (const [name, digest] of Object.entries(digests)) {
    const hashes = promised.filter((each) => each.startsWith(`${name}-`));
    if (hashes.length > 0) return hashes.includes(`${name}-${btoa(String.fromCharCode(...digest(bytes)))}`);
  }
  return false;
}

export class PackageSourceUnreachable extends DagbookError {
  static override readonly name: string = 'PackageSourceUnreachable';

  constructor(source: string, reason: string, cause?: unknown) {
    super(`The package source ${source} cannot be used: ${reason}`, {
      remedy: 'Check the network, and the package source in the settings of this instance.',
      cause,
    });
  }
}

/** A package that is not as it should be, or that is hostile. */
export class BadPackage extends DagbookError {
  static override readonly name: string = 'BadPackage';

  constructor(title: string, reason: string, remedy = 'Choose another version, or another package source.') {
    super(`${title} was not added: ${reason}`, { remedy });
  }
}
