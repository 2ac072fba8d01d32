import { launchFields, launchOptions } from '../launch-options';
import { withNotebook } from '../open-instance';
import { fileOption, jsonOption, type Verb } from '../verb';
import { watchBackfill } from '../watch-backfill';

export const jobBackfill: Verb = {
  name: 'job backfill',
  summary: 'Execute a partitioned job for many partitions',
  details:
    'Follows it to its end. Ctrl-C leaves it to the daemon, or to the next command that runs something.',
  options: {
    file: fileOption,
    job: { type: 'string', short: 'j', value: 'NAME', help: 'The job', required: true },
    partitions: {
      type: 'string',
      value: 'KEYS',
      help: 'Keys with commas, ranges FIRST...LAST (default: all)',
    },
    tags: launchOptions.tags,
    json: jsonOption,
  },
  run: ({ file, job, partitions, tags, json }) =>
    withNotebook(
      String(file),
      async ({ instance, location }) => {
        const { id } = await instance.launchBackfill({
          location: location.name,
          jobName: String(job),
          ...(partitions !== undefined && { partitions: String(partitions) }),
          ...launchFields({ tags }),
        });
        if (!json) console.log(`Backfill ${id}`);
        const ended = await watchBackfill(instance, id, (line) => json || console.log(`  ${line}`));
        console.log(json ? JSON.stringify(ended) : ended.status);
        return ended.status === 'COMPLETED_SUCCESS' ? 0 : 1;
      },
      true,
    ),
};
