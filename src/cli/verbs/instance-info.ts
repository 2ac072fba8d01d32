import { stringify } from 'yaml';
import { alignColumns } from '../align-columns';
import { withHistory } from '../open-instance';
import { showError } from '../show-error';
import { showTime } from '../show-time';
import { historyFileOption, jsonOption, type Verb } from '../verb';

export const instanceInfo: Verb = {
  name: 'instance info',
  summary: 'Show where history and values are kept, what takes space, the daemons and the settings',
  options: { file: historyFileOption, json: jsonOption },
  run: ({ file, json }) =>
    withHistory(file as string | undefined, async ({ instance, home }) => {
      const { storage, artifacts, cores, version } = await instance.info();
      const [use, daemons, settings, warnings] = await Promise.all([
        instance.storageUse(),
        instance.daemons(),
        instance.settings(),
        instance.warnings(),
      ]);
      const info = { version, home, storage, artifacts, cores, warnings, use, daemons, settings };
      const facts = [
        ['Version', version],
        ['Home', home],
        ['Database', `${storage.kind}, schema ${storage.schemaVersion}, ${storage.bytes} bytes`],
        ['Runs', String(storage.runs)],
        ['Events', String(storage.events)],
        ['Values', artifacts],
        ['Cores', String(cores)],
      ];
      const beats = daemons.map(({ daemon, timestamp, errors }) => [
        daemon,
        showTime(timestamp),
        [...new Set(errors.map((error) => showError(error).replaceAll('\n', ' ')))].join('; '),
      ]);
      const lines = [
        ...alignColumns(facts),
        '',
        ...alignColumns([
          ['SPACE OF', 'ROWS', 'BYTES'],
          ...use.map(({ kind, rows, bytes }) => [kind, String(rows), String(bytes)]),
        ]),
        '',
        ...(beats.length > 0
          ? alignColumns([['DAEMON', 'LAST AT WORK', 'ERRORS'], ...beats])
          : ['No daemon has told yet that it is at work.']),
        '',
        'SETTINGS',
        stringify(settings).trimEnd(),
      ];
      console.log(json ? JSON.stringify(info, undefined, 2) : lines.join('\n'));
      return 0;
    }),
};
