import type { Workspace } from '../daemon/workspace';
import type { AssetKeyString, DefinitionsSnapshot } from '../definitions/snapshot';
import type { Storage } from '../storage/storage';
import type { Trusts } from './trust';

/** Assets that another notebook makes, too: what one of them makes takes the place of the other's. */
export interface KeyClash {
  readonly notebook: string;
  /** Of that notebook. */
  readonly title: string;
  readonly keys: readonly AssetKeyString[];
  /** This one came from outside and the other one is the user's own: it may not make them (`Trusts.assertWrites`). */
  readonly isRefused: boolean;
}

/** The other notebooks that make assets of this one's keys; what comes from outside takes nothing from one's own. */
export async function keyClashes(
  notebook: string,
  {
    storage,
    trusts,
    workspace,
  }: {
    readonly storage: Pick<Storage, 'getNotebook'>;
    readonly trusts: Pick<Trusts, 'of'>;
    readonly workspace: () => Promise<Pick<Workspace, 'locations'>>;
  },
): Promise<readonly KeyClash[]> {
  const { locations } = await workspace();
  const here = locations.find(({ name }) => name === notebook);
  if (!here) return [];
  const keys = new Set(madeBy(here.snapshot));
  const { isOwn } = await trusts.of(notebook);
  const found = locations.map(async ({ name, snapshot }): Promise<readonly KeyClash[]> => {
    const both = name === notebook ? [] : madeBy(snapshot).filter((key) => keys.has(key));
    if (both.length === 0) return [];
    const isOthersOwn = (await trusts.of(name)).isOwn;
    if (isOwn && !isOthersOwn) return [];
    const title = (await storage.getNotebook(name))?.title ?? name;
    return [{ notebook: name, title, keys: both, isRefused: !isOwn && isOthersOwn }];
  });
  return (await Promise.all(found)).flat();
}

const madeBy = ({ assets }: DefinitionsSnapshot): readonly AssetKeyString[] =>
  assets.flatMap(({ key, isExecutable }) => (isExecutable ? [key] : []));
