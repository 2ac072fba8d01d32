import { findInstigator, type InstigatorKind, instigatorsOf } from '../find-instigator';
import { withDefinitions } from '../open-instance';
import { UsageError } from '../usage-error';
import { historyFileOption, jsonOption, type Verb } from '../verb';

const statuses = { start: 'RUNNING', stop: 'STOPPED', reset: 'DEFAULT' } as const;
const summaries = {
  start: 'Switch on a KIND; what came due before is not made up for',
  stop: 'Switch off a KIND; its runs go on',
  reset: 'Let the definition say again whether a KIND runs',
};

/** `schedule start`, `schedule stop`, `schedule reset`, and those of sensors. */
export const instigatorSwitch = (kind: InstigatorKind, action: keyof typeof statuses): Verb => {
  const everything = `${action}-all`;
  return {
    name: `${kind} ${action}`,
    summary: summaries[action].replace('KIND', kind),
    details: 'A daemon that runs notices at once.',
    argument: '[NAME]',
    options: {
      file: { ...historyFileOption, help: 'The notebook, which is loaded (default: what this folder knows)' },
      [everything]: { type: 'boolean', help: `All ${kind}s` },
      json: jsonOption,
    },
    run({ file, json, ...values }, name) {
      if ((name === undefined) === (values[everything] !== true))
        throw new UsageError(`Which ${kind}?`, { remedy: `Give its name, or --${everything}.` });
      return withDefinitions(file as string | undefined, async ({ instance, location }) => {
        const chosen =
          name === undefined
            ? await instigatorsOf(instance, kind, location)
            : [await findInstigator(instance, kind, name, location)];
        for (const each of chosen)
          await instance.switchInstigator({ location: each.location, name: each.name }, statuses[action]);
        const ids = new Set(chosen.map((each) => `${each.location} ${each.name}`));
        const after = (await instigatorsOf(instance, kind, location))
          .filter((each) => ids.has(`${each.location} ${each.name}`))
          .map(({ location, name, status }) => ({ location, name, status }));
        if (json) console.log(JSON.stringify(after, undefined, 2));
        else if (after.length === 0) console.log(`No ${kind}s.`);
        else
          for (const { location, name, status } of after) console.log(`${name} of ${location} is ${status}.`);
        return 0;
      });
    },
  };
};
