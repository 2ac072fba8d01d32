import { alignColumns } from '../align-columns';
import { withHistory } from '../open-instance';
import { fileOption, jsonOption, type Verb } from '../verb';

export const instanceInfo: Verb = {
  name: 'instance info',
  summary: 'Show where history and values are kept, and how much there is',
  options: {
    file: { ...fileOption, required: false, help: 'The notebook whose folder has the history' },
    json: jsonOption,
  },
  run: ({ file, json }) =>
    withHistory(file as string | undefined, async ({ instance, home }) => {
      const { storage, artifacts, cores, version, warnings } = await instance.info();
      const info = { version, home, storage, artifacts, cores, warnings };
      if (json) console.log(JSON.stringify(info, undefined, 2));
      else
        console.log(
          alignColumns([
            ['Version', version],
            ['Home', home],
            ['Database', `${storage.kind}, schema ${storage.schemaVersion}, ${storage.bytes} bytes`],
            ['Runs', String(storage.runs)],
            ['Events', String(storage.events)],
            ['Values', artifacts],
            ['Cores', String(cores)],
            ...warnings.map((warning) => ['Warning', warning]),
          ]).join('\n'),
        );
      return 0;
    }),
};
