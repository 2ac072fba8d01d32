import { existsSync } from 'node:fs';
import { salvageHome, setHomeAside } from '$lib/instance/node/idle-home';
import { homeOf } from '../open-instance';
import { UsageError } from '../usage-error';
import { historyFileOption, jsonOption, type OptionValues, type Verb } from '../verb';

const options = { file: historyFileOption, json: jsonOption };

export const instanceSalvage: Verb = {
  name: 'instance salvage',
  summary: 'Keep of a damaged database all that can still be read',
  details:
    'For when there is no backup, or an old one: instance restore keeps more. The damaged file is kept beside it.',
  options,
  async run(values) {
    const home = existingHome(values);
    const { setAside, rows, torn } = await salvageHome(home);
    if (values.json) {
      console.log(JSON.stringify({ home, kept: setAside, rows, torn }));
      return 0;
    }
    const count = Object.values(rows).reduce((sum, each) => sum + each, 0);
    console.log(`Saved ${count} rows in ${home}. What was there is kept as ${setAside}.`);
    if (torn.length > 0) console.log(`Not all could be read of: ${torn.join(', ')}.`);
    return 0;
  },
};

export const instanceSetAside: Verb = {
  name: 'instance set-aside',
  summary: 'Begin a new, empty history, and keep the database that is there',
  details: 'Notebook files are left alone; runs, values and settings are those of the database.',
  options,
  async run(values) {
    const home = existingHome(values);
    const kept = await setHomeAside(home);
    console.log(
      values.json
        ? JSON.stringify({ home, kept })
        : `The history in ${home} begins anew. What was there is kept as ${kept}.`,
    );
    return 0;
  },
};

function existingHome({ file }: OptionValues): string {
  const home = homeOf(file as string | undefined);
  if (existsSync(home)) return home;
  throw new UsageError(`There is no history in ${home}`, {
    remedy: 'Name the notebook (-f FILE) or set DAGBOOK_HOME.',
  });
}
