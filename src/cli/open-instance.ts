import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { DagbookError, serializeError } from '$lib/base/errors';
import type { Instance, LocationStatus } from '$lib/instance/instance';
import { addNotebookFile, locationName } from '$lib/instance/node/add-notebook-file';
import { openNodeInstance } from '$lib/instance/node/open-node-instance';
import type { OpenInstance } from '$lib/instance/open-instance';
import { version } from '../../package.json';
import { showError } from './show-error';
import { UsageError } from './usage-error';
import type { ExitStatus } from './verb';

/** What a verb works with; `home` holds the database and the values. */
interface Opened {
  readonly instance: Instance;
  readonly home: string;
}

/** For verbs that only read history: `location` is the notebook's name where a file is given. */
export async function withHistory(
  file: string | undefined,
  use: (opened: Opened & { readonly location?: string }) => Promise<ExitStatus>,
): Promise<ExitStatus> {
  const home = homeOf(file);
  if (!existsSync(home))
    throw new UsageError(`There is no history in ${home}`, {
      remedy: 'Name the notebook (-f FILE) or set DAGBOOK_HOME; the first materialization begins a history.',
    });
  return withInstance(home, false, (instance) =>
    use({ instance, home, ...(file && { location: locationName(file) }) }),
  );
}

/** For verbs that load the notebook, whatever is wrong with it. `leads`: to run something too. */
export async function loadNotebook(
  file: string,
  use: (opened: Opened & { readonly location: LocationStatus }) => Promise<ExitStatus>,
  leads = false,
): Promise<ExitStatus> {
  if (!existsSync(file))
    throw new UsageError(`There is no file ${file}`, { remedy: '-f names a .nb.ts or .dagbook file.' });
  if (!/\.(?:nb\.ts|dagbook)$/.test(file))
    throw new UsageError(`${file} is no notebook`, {
      remedy: 'A notebook is a file whose name ends in .nb.ts, or a bundle, whose name ends in .dagbook.',
    });
  warnOfTrust();
  const home = homeOf(file);
  return withInstance(home, leads, async (instance) => {
    const name = await addNotebookFile(instance, file);
    return use({ instance, home, location: await instance.loadLocation(name) });
  });
}

/** Said before the code of a notebook runs. */
export const warnOfTrust = (): void =>
  console.error(
    'Node is no sandbox: the cells of a notebook can do all that you can. Run only what you trust.',
  );

/**
 * For verbs about what notebooks define: of `file`, which is loaded, or else of all that this home has loaded before.
 */
export const withDefinitions = (
  file: string | undefined,
  use: (opened: Opened & { readonly location?: string }) => Promise<ExitStatus>,
): Promise<ExitStatus> =>
  file === undefined
    ? withHistory(file, use)
    : withNotebook(file, ({ location, ...opened }) => use({ ...opened, location: location.name }));

/** For verbs that need sound definitions: wrong ones are told and end the command with status 2. */
export const withNotebook: typeof loadNotebook = (file, use, leads) =>
  loadNotebook(
    file,
    async (opened) => {
      const { errors } = opened.location;
      if (errors.length === 0) return use(opened);
      for (const error of errors) console.error(showError(error));
      const count = errors.length === 1 ? 'an error' : `${errors.length} errors`;
      throw new DagbookError(`${basename(file)} has ${count}`, {
        remedy: 'Correct the notebook; nothing was run.',
      });
    },
    leads,
  );

async function withInstance(
  home: string,
  leads: boolean,
  use: (instance: OpenInstance) => Promise<ExitStatus>,
): Promise<ExitStatus> {
  const options = { home, version, ticks: false, onLeadLost };
  const instance = await openNodeInstance({ ...options, leads: leads && 'ifFree' });
  await warnOfStorage(instance);
  const leaving = new AbortController();
  // Another process leads and executes what is queued here; should it end before that, this one goes on with it.
  const standby =
    leads && !instance.leads
      ? openNodeInstance({ ...options, leads: true, signal: leaving.signal })
      : undefined;
  try {
    return await use(instance);
  } finally {
    leaving.abort();
    await (await standby)?.close();
    await instance.close();
  }
}

export async function warnOfStorage(instance: Instance): Promise<void> {
  const warnings = await instance.warnings();
  if (warnings.includes('lost_commits'))
    console.error(
      "The end of the database's log was damaged and could not be read: what was stored last may be missing.",
    );
  if (warnings.includes('no_space'))
    console.error(
      'The disk is full: what is there can be seen and deleted, and no schedule or sensor is evaluated until there is space.',
    );
}

/** Nothing more of this process is stored, so it ends. */
export function onLeadLost(error: Error): void {
  console.error(showError(serializeError(error)));
  process.exit(1);
}

/**
 * Where the history of a notebook, or of a workspace file, is kept. A bundle has one of its own: its assets may be called
 * as those of the notebooks beside it.
 */
export function homeOf(file: string | undefined): string {
  const beside = join(file === undefined ? '.' : dirname(file), '.dagbook');
  const own = file?.endsWith('.dagbook') ? join(beside, 'bundles', locationName(file)) : beside;
  return resolve(process.env.DAGBOOK_HOME || own);
}
