import { launchFields, launchOptions } from '../launch-options';
import { withNotebook } from '../open-instance';
import { runToEnd } from '../run-to-end';
import { fileOption, jsonOption, type Verb } from '../verb';

export const assetMaterialize: Verb = {
  name: 'asset materialize',
  summary: 'Materialize assets of a notebook',
  details: 'Ctrl-C cancels the run, twice ends at once. A notebook with wrong definitions is not run.',
  options: {
    file: fileOption,
    select: { type: 'string', value: 'SEL', help: "An asset selection, e.g. '*report' (default: all)" },
    job: {
      type: 'string',
      short: 'j',
      value: 'NAME',
      help: 'A job of the notebook: its selection, tags, config and executor',
    },
    ...launchOptions,
    reuse: { type: 'boolean', help: 'Leave out what is made already, of unchanged code and inputs' },
    json: jsonOption,
  },
  run: ({ file, select, job, reuse, json, ...values }) =>
    withNotebook(
      String(file),
      ({ instance, location }) => {
        const launch = () =>
          instance.launchRun({
            location: location.name,
            ...(select !== undefined && { selection: String(select) }),
            ...(job !== undefined && { jobName: String(job) }),
            ...(reuse === true && { reuse }),
            ...launchFields(values),
          });
        return runToEnd(instance, launch, json === true);
      },
      true,
    ),
};
