import { DagbookError } from '../base/errors';
import { namedVariables } from '../definitions/env-var';
import type { Storage } from '../storage/storage';
import type { Environment } from './environment';
import type { Instance } from './instance';

/** Environment variables as their user sees them: by name, set or not. */
export function variableCommands({
  storage,
  environment,
}: {
  readonly storage: Pick<Storage, 'locations'>;
  readonly environment: Environment;
}): Pick<Instance, 'variables' | 'setVariable'> {
  return {
    async variables() {
      const users = new Map<string, string[]>();
      for (const name of (await environment.kept?.names()) ?? []) users.set(name, []);
      for (const { name: location, snapshot } of await storage.locations()) {
        const configs = [...snapshot.resources, ...snapshot.jobs].map(({ config }) => config);
        for (const name of new Set(configs.flatMap(namedVariables)))
          users.set(name, [...(users.get(name) ?? []), location]);
      }
      const names = [...users.keys()].sort();
      const values = await Promise.all(names.map((name) => environment.get(name)));
      return names.map((name, index) => ({
        name,
        isSet: values[index] !== undefined,
        usedBy: users.get(name)!,
      }));
    },

    async setVariable(name, value) {
      if (!/^[A-Za-z_]\w*$/.test(name))
        throw new DagbookError(`${JSON.stringify(name)} cannot be the name of a variable`, {
          name: 'InvalidVariable',
          remedy: 'Use letters, digits and _, and no digit first.',
        });
      if (!environment.kept)
        throw new DagbookError('The variables of this instance come from the environment of its process', {
          name: 'InvalidVariable',
          remedy: `Set ${name} there and start it again.`,
        });
      await environment.kept.set(name, value);
    },
  };
}
