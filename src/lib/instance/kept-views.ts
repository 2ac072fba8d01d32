import type { ValuePointer } from '../events/event';
import type { Storage } from '../storage/storage';
import { base64 } from './share/page/html';
import type { LastView } from './view-cell-state';
import type { ViewCellResult } from './view-cells';

/** What a view showed last, from what it was computed, and the id of its cell. */
export type ShownView = ViewCellResult & LastView & { readonly cell: string };

type Settings = Pick<Storage, 'getSetting' | 'setSetting' | 'settingKeys'>;

/** As it stands in the settings: with the bytes of its value, where these are few. */
type Kept = ShownView & { readonly bytes?: string };

/** Bytes of a value that is kept with its view; of a larger one only the time is, by which it does not run by itself. */
const mostBytes = 256 * 1024;

const prefix = 'view-shown:';

/** Keeps what a view showed, for whoever opens the notebook next. */
export function keepView(
  storage: Settings,
  { location, name }: { readonly location: string; readonly name: string },
  shown: ShownView,
  bytes: Uint8Array | undefined,
): Promise<void> {
  const isSmall = bytes !== undefined && bytes.length <= mostBytes;
  const kept: Kept = { ...shown, ...(isSmall && { bytes: base64(bytes) }) };
  return storage.setSetting(`${prefix}${location}:${name}`, JSON.stringify(kept));
}

/** What the views of a location showed last, by name. Without its value a view counts as computed from something else. */
export async function keptViews(
  storage: Settings,
  location: string,
): Promise<Readonly<Record<string, ShownView>>> {
  const start = `${prefix}${location}:`;
  const keys = await storage.settingKeys(start);
  const found = keys.map(async (key) => {
    const kept = await read(storage, key);
    if (!kept) return [];
    const { bytes, value, ...shown } = kept;
    const isLost = value !== undefined && bytes === undefined;
    return [
      [key.slice(start.length), isLost ? { ...shown, basis: '' } : { ...shown, ...(value && { value }) }],
    ];
  });
  return Object.fromEntries((await Promise.all(found)).flat()) as Record<string, ShownView>;
}

/** The bytes of a value that some view shows. */
export async function keptViewBytes(
  storage: Settings,
  { hash }: Pick<ValuePointer, 'hash'>,
): Promise<Uint8Array | undefined> {
  for (const key of await storage.settingKeys(prefix)) {
    const kept = await read(storage, key);
    if (kept?.value?.hash === hash && kept.bytes !== undefined)
      return Uint8Array.from(atob(kept.bytes), (sign) => sign.charCodeAt(0));
  }
  return undefined;
}

async function read(storage: Settings, key: string): Promise<Kept | undefined> {
  const text = await storage.getSetting(key);
  return text === undefined ? undefined : (JSON.parse(text) as Kept);
}
