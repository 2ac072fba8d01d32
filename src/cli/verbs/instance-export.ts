import { existsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Instance } from '$lib/instance/instance';
import { withHistory } from '../open-instance';
import { UsageError } from '../usage-error';
import { historyFileOption, type Verb } from '../verb';

export const instanceExport: Verb = {
  name: 'instance export',
  summary: 'Write the event log as JSON lines, one event a line, oldest first',
  details: 'Without FILE to standard output. Values are not in it: instance backup has them.',
  argument: '[FILE]',
  options: { file: historyFileOption },
  run: ({ file }, to) =>
    withHistory(file as string | undefined, async ({ instance }) => {
      if (to === undefined) {
        for await (const lines of eventLines(instance)) await written(lines);
        return 0;
      }
      const path = resolve(to);
      if (existsSync(path))
        throw new UsageError(`There is a file ${path} already`, { remedy: 'Name another one.' });
      await using out = await open(path, 'wx');
      for await (const lines of eventLines(instance)) await out.write(lines);
      return 0;
    }),
};

async function* eventLines(instance: Instance): AsyncGenerator<string> {
  for (let after = 0; ;) {
    const page = await instance.exportEvents(after);
    if (!page) return;
    yield page.lines;
    after = page.last;
  }
}

/** No faster than who reads it. */
const written = (text: string): Promise<void> =>
  new Promise((resolve, reject) =>
    process.stdout.write(text, (error) => (error ? reject(error) : resolve())),
  );
