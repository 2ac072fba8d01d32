import { shippedPackages } from '../../../notebook/shipped-packages';

/** A package as a person asks for it. */
export interface WantedPackage {
  readonly name: string;
  /** A version, a range or a tag; `''`: the latest. */
  readonly range: string;
  /** The part of it: `''`, or `/fp`. */
  readonly path: string;
}

const wanted =
  /^(?:npm:)?(?<name>(?:@[a-z0-9~-][\w.~-]*\/)?[a-z0-9~-][\w.~-]*)(?<early>(?:\/[\w.~-]+)*)(?:@(?<range>[^\s/@]+(?: [^\s/@]+)*))?(?<late>(?:\/[\w.~-]+)*)$/i;

/** Reads `NAME`, `NAME@VERSION`, `NAME/PART` or `NAME@VERSION/PART`; `jsr:@SCOPE/NAME…` is a package of JSR. */
export function readWanted(text: string): WantedPackage | undefined {
  const { name, early = '', range = '', late = '' } = wanted.exec(npmForm(text.trim()))?.groups ?? {};
  if (name === undefined || (early && late) || (early + late).includes('..')) return undefined;
  return { name, range, path: early + late };
}

/** JSR gives its packages to npm under a scope of its own. */
const npmForm = (text: string): string => text.replace(/^jsr:@([\w-]+)\/([\w-]+)/, '@jsr/$1__$2');

/** What cells import it by, where nothing else is said: a package of JSR has the name that it has there. */
export const usualSpecifier = ({ name, path }: Pick<WantedPackage, 'name' | 'path'>): string =>
  name.replace(/^@jsr\/([^_]+)__/, '@$1/') + path;

/** Whether it needs not be fetched, since the app has it. */
export const comesWithApp = ({ name, range, path }: WantedPackage): boolean =>
  path === '' && Object.hasOwn(shippedPackages, name) && (range === '' || range === shippedPackages[name]);
