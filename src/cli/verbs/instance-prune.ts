import { withHistory } from '../open-instance';
import { historyFileOption, jsonOption, type Verb } from '../verb';

export const instancePrune: Verb = {
  name: 'instance prune',
  summary: 'Remove what the retention settings let go',
  details:
    'A process that leads does the same each hour. The newest of each asset stays in any case.\n' +
    'Files of large values go a minute later, by who leads.',
  options: { file: historyFileOption, json: jsonOption },
  run: ({ file, json }) =>
    withHistory(file as string | undefined, async ({ instance }) => {
      const removed = await instance.prune();
      const gone = Object.entries(removed).filter(([, rows]) => rows > 0);
      if (json) console.log(JSON.stringify(removed));
      else if (gone.length === 0) console.log('There was nothing to remove.');
      else console.log(`Removed ${gone.map(([what, rows]) => `${rows} ${what}`).join(', ')}.`);
      return 0;
    }),
};
