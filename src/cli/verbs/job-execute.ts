import { launchFields, launchOptions } from '../launch-options';
import { withNotebook } from '../open-instance';
import { runToEnd } from '../run-to-end';
import { fileOption, jsonOption, type Verb } from '../verb';

export const jobExecute: Verb = {
  name: 'job execute',
  summary: 'Execute a job of a notebook',
  details: 'Ctrl-C cancels the run, twice ends at once. A notebook with wrong definitions is not run.',
  options: {
    file: fileOption,
    job: { type: 'string', short: 'j', value: 'NAME', help: 'The job', required: true },
    'op-selection': {
      type: 'string',
      value: 'OPS',
      help: "Of a job of ops only these: 'a', '*a', 'a+', with commas between them",
    },
    ...launchOptions,
    json: jsonOption,
  },
  run: ({ file, job, 'op-selection': ops, json, ...values }) =>
    withNotebook(
      String(file),
      ({ instance, location }) => {
        const launch = () =>
          instance.launchRun({
            location: location.name,
            jobName: String(job),
            ...(ops !== undefined && { opSelection: listed(String(ops)) }),
            ...launchFields(values),
          });
        return runToEnd(instance, launch, json === true);
      },
      true,
    ),
};

const listed = (text: string): readonly string[] =>
  text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
