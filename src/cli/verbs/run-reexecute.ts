import { launchFields, launchOptions } from '../launch-options';
import { withNotebook } from '../open-instance';
import { runToEnd } from '../run-to-end';
import { UsageError } from '../usage-error';
import { fileOption, jsonOption, type Verb } from '../verb';

const { partition: _, ...options } = launchOptions;

export const runReexecute: Verb = {
  name: 'run reexecute',
  summary: 'Execute a run again, or what failed of it',
  details:
    'The notebook is taken as it is now. What is not executed again is loaded from what that run stored.',
  argument: 'ID',
  options: {
    file: fileOption,
    'from-failure': { type: 'boolean', help: 'Only what failed or never came to its end' },
    steps: { type: 'string', value: 'STEPS', help: 'Only these steps, with commas between them' },
    ...options,
    json: jsonOption,
  },
  run: ({ file, 'from-failure': fromFailure, steps, json, ...values }, id = '') => {
    if (fromFailure && steps !== undefined)
      throw new UsageError('--from-failure and --steps exclude each other', {
        remedy: 'Give one of them, or none to execute all of the run again.',
      });
    const chosen =
      steps === undefined
        ? 'all'
        : String(steps)
            .split(',')
            .map((step) => step.trim());
    return withNotebook(
      String(file),
      ({ instance }) => {
        const { config, tags } = launchFields(values);
        const launch = () =>
          instance.reexecuteRun({
            parentRunId: id,
            steps: fromFailure ? 'failure' : chosen,
            ...(config && { config }),
            ...(tags && { tags }),
          });
        return runToEnd(instance, launch, json === true);
      },
      true,
    );
  },
};
