import { DagbookError } from '../base/errors';
import type { Json } from '../base/json';
import type { DefinitionsSnapshot, RunConfig } from '../definitions/snapshot';
import { fitsView } from '../definitions/view';
import type { Storage } from '../storage/storage';

/** What the inputs of a location's notebook have, by their name; those that nobody has changed are not among them. */
export type ViewValues = Readonly<Record<string, Json>>;

type Settings = Pick<Storage, 'getSetting' | 'setSetting'>;

/** The setting that keeps the values of a location. */
export const viewSetting = (location: string): string => `view:${location}`;

export async function storedViewValues(storage: Settings, location: string): Promise<ViewValues> {
  const text = await storage.getSetting(viewSetting(location));
  try {
    const values: unknown = text && JSON.parse(text);
    return typeof values === 'object' && values !== null ? (values as ViewValues) : {};
  } catch {
    return {};
  }
}

const selfRunningSetting = (location: string): string => `views-run:${location}`;

/** Whether the view cells of a location compute themselves anew: they do until somebody says that they shall not. */
export const viewsRun = async (storage: Settings, location: string): Promise<boolean> =>
  (await storage.getSetting(selfRunningSetting(location))) !== 'off';

export const keepViewsRunning = (storage: Settings, location: string, isOn: boolean): Promise<void> =>
  storage.setSetting(selfRunningSetting(location), isOn ? 'on' : 'off');

/** Keeps a value; `undefined` is what the definition says again. Rejects with `InvalidViewValue`. */
export async function keepViewValue(
  storage: Pick<Storage, 'getSetting' | 'setSetting' | 'locations'>,
  location: string,
  name: string,
  value: Json | undefined,
): Promise<void> {
  const { snapshot } = (await storage.locations()).find((each) => each.name === location) ?? {};
  const spec = snapshot?.resources.find(({ key }) => key === name)?.view;
  if (value !== undefined && (!spec || !fitsView(spec, value)))
    throw new DagbookError(`${JSON.stringify(value)} is no value of the input "${name}"`, {
      name: 'InvalidViewValue',
      remedy: spec
        ? 'Choose one that the input allows.'
        : 'Load the notebook, and correct the cell of the input.',
    });
  const { [name]: _, ...others } = await storedViewValues(storage, location);
  const values = value === undefined ? others : { ...others, [name]: value };
  await storage.setSetting(viewSetting(location), JSON.stringify(values));
}

/**
 * The config with what the inputs have, for those of `resources` that are inputs and of which it says nothing; a value that
 * does not fit its input any more is left out.
 */
export function withViewValues(
  config: RunConfig,
  values: ViewValues,
  resources: readonly string[],
  snapshot: Pick<DefinitionsSnapshot, 'resources'>,
): RunConfig {
  const given = (config['resources'] ?? {}) as Readonly<Record<string, Json>>;
  const added = snapshot.resources.flatMap(({ key, view }) => {
    const value = values[key];
    const isWanted = view && value !== undefined && resources.includes(key) && !(key in given);
    return isWanted && fitsView(view, value) ? [[key, { config: value }] as const] : [];
  });
  return added.length === 0 ? config : { ...config, resources: { ...given, ...Object.fromEntries(added) } };
}
