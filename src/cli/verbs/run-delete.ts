import { withHistory } from '../open-instance';
import { fileOption, jsonOption, type Verb } from '../verb';

export const runDelete: Verb = {
  name: 'run delete',
  summary: 'Delete a run and its log',
  details: 'What it materialized is forgotten with it.',
  argument: 'ID',
  options: {
    file: { ...fileOption, required: false, help: 'The notebook whose folder has the history' },
    json: jsonOption,
  },
  run: ({ file, json }, id = '') =>
    withHistory(file as string | undefined, async ({ instance }) => {
      await instance.deleteRun(id);
      console.log(json ? JSON.stringify({ deleted: id }) : `Deleted run ${id}.`);
      return 0;
    }),
};
