import { loadNotebook } from '../open-instance';
import { showError } from '../show-error';
import { fileOption, jsonOption, type Verb } from '../verb';

export const definitionsValidate: Verb = {
  name: 'definitions validate',
  summary: 'Load a notebook and tell what is wrong with its definitions',
  options: { file: fileOption, json: jsonOption },
  run: ({ file, json }) =>
    loadNotebook(String(file), async ({ location: { snapshot, errors } }) => {
      const { assets, checks, jobs, resources, schedules, sensors } = snapshot;
      if (json) {
        const found = errors.map(({ name, message, remedy, at }) => ({ name, message, remedy, at }));
        console.log(
          JSON.stringify({
            valid: errors.length === 0,
            assets: assets.length,
            checks: checks.length,
            jobs: jobs.length,
            resources: resources.length,
            schedules: schedules.length,
            sensors: sensors.length,
            errors: found,
          }),
        );
      } else if (errors.length > 0) for (const error of errors) console.log(showError(error));
      else console.log(`Valid: ${counted(assets.length, 'asset')}, ${counted(jobs.length, 'job')}.`);
      return errors.length === 0 ? 0 : 2;
    }),
};

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
