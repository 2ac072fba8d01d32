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

/** Reads `NAME`, `NAME@VERSION`, `NAME/PART` or `NAME@VERSION/PART`. */
export function readWanted(text: string): WantedPackage | undefined {
  const { name, early = '', range = '', late = '' } = wanted.exec(text.trim())?.groups ?? {};
  if (name === undefined || (early && late) || (early + late).includes('..')) return undefined;
  return { name, range, path: early + late };
}

/** Whether it needs not be fetched, since the app has it. */
export const comesWithApp = ({ name, range, path }: WantedPackage): boolean =>
  path === '' && Object.hasOwn(shippedPackages, name) && (range === '' || range === shippedPackages[name]);
