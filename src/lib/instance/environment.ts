import type { Storage } from '../storage/storage';

/** Where the values of environment variables come from. They never leave the run they are resolved for. */
export interface Environment {
  /** `undefined` where it is not set. */
  get(name: string): Promise<string | undefined>;
  /** Where this instance keeps them itself; absent where they come from outside. */
  readonly kept?: {
    names(): Promise<readonly string[]>;
    /** `undefined` takes the value away. */
    set(name: string, value: string | undefined): Promise<void>;
  };
}

const prefix = 'env:';

/** The browser has no environment: what the user keeps in the settings under `env:NAME` stands for it. */
export const settingsEnvironment = (
  storage: Pick<Storage, 'getSetting' | 'setSetting' | 'settingKeys'>,
): Environment => ({
  get: (name) => storage.getSetting(prefix + name),
  kept: {
    names: async () => (await storage.settingKeys(prefix)).map((key) => key.slice(prefix.length)),
    set: (name, value) => storage.setSetting(prefix + name, value),
  },
});

/** The values of these variables, of those that are set. */
export async function resolveVariables(
  environment: Pick<Environment, 'get'>,
  names: readonly string[],
): Promise<Readonly<Record<string, string>>> {
  const values = await Promise.all(names.map(async (name) => [name, await environment.get(name)] as const));
  return Object.fromEntries(values.filter((entry): entry is [string, string] => entry[1] !== undefined));
}
