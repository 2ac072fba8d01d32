import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { restoreHome } from '$lib/instance/node/restore-home';
import { homeOf } from '../open-instance';
import { UsageError } from '../usage-error';
import { historyFileOption, jsonOption, type Verb } from '../verb';

export const instanceRestore: Verb = {
  name: 'instance restore',
  summary: 'Put a backup in the place of history and values',
  details:
    'FILE is what instance backup wrote, or a daily backup of the database, which lies beside it.\n' +
    'All of it is checked first; the database that it replaces is kept, damaged or not.',
  argument: 'FILE',
  options: { file: historyFileOption, json: jsonOption },
  async run({ file, json }, from = '') {
    const path = resolve(from);
    if (!existsSync(path)) throw new UsageError(`There is no file ${path}`, { remedy: 'Name a backup.' });
    const home = homeOf(file as string | undefined);
    await mkdir(home, { recursive: true });
    const kept = await restoreHome(home, path);
    const where = kept === undefined ? '' : ` What was there is kept as ${kept}.`;
    console.log(json ? JSON.stringify({ home, kept: kept ?? null }) : `Restored ${home}.${where}`);
    return 0;
  },
};
