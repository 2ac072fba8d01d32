import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { replaceFile } from '../notebook-file';
import { withHistory } from '../open-instance';
import { UsageError } from '../usage-error';
import { historyFileOption, jsonOption, type Verb } from '../verb';

export const instanceBackup: Verb = {
  name: 'instance backup',
  summary: 'Write history and values into one file',
  details: 'FILE is by default named by the day, in this folder. Runs may go on meanwhile.',
  argument: '[FILE]',
  options: { file: historyFileOption, json: jsonOption },
  run: ({ file, json }, to) =>
    withHistory(file as string | undefined, async ({ instance }) => {
      const { name, bytes } = await instance.backUp();
      const path = resolve(to ?? name);
      if (existsSync(path))
        throw new UsageError(`There is a file ${path} already`, { remedy: 'Name another one.' });
      await replaceFile(path, bytes);
      console.log(
        json ? JSON.stringify({ file: path, bytes: bytes.length }) : `Wrote ${path}, ${bytes.length} bytes.`,
      );
      return 0;
    }),
};
