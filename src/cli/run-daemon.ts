import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { SerializedError } from '$lib/base/errors';
import { locationName } from '$lib/instance/node/add-notebook-file';
import { openNodeInstance } from '$lib/instance/node/open-node-instance';
import { version } from '../../package.json';
import { watchNotebooks } from './daemon-notebooks';
import { type DaemonLine, errorLines, printDaemonLine, reportDaemon } from './daemon-report';
import { homeOf, onLeadLost, warnOfStorage, warnOfTrust } from './open-instance';
import { showError } from './show-error';
import { UsageError } from './usage-error';
import { type ExitStatus, fileOption, jsonOption, type Option, type OptionValues } from './verb';
import { type NamedNotebook, readWorkspace } from './workspace-file';

export const daemonOptions = {
  file: {
    ...fileOption,
    required: false,
    multiple: true,
    help: 'A notebook to load; may be said several times',
  },
  workspace: {
    type: 'string',
    short: 'w',
    value: 'YAML',
    help: 'A file that names notebooks (default: workspace.yaml here)',
  },
  json: { ...jsonOption, help: 'Print JSON lines' },
} as const satisfies Record<string, Option>;

/**
 * Leads a home until SIGINT or SIGTERM: loads the notebooks, launches what they and other processes want, and says so.
 * Runs in progress go on with the next leader.
 */
export async function runDaemon({ file, workspace, json }: OptionValues): Promise<ExitStatus> {
  const { notebooks, home } = await wanted(
    file as readonly string[] | undefined,
    workspace as string | undefined,
  );
  const print = (line: DaemonLine) => printDaemonLine(line, json === true);
  const errors = errorLines(print);
  const say = (line: DaemonLine) => {
    errors.forget();
    print(line);
  };
  const sayDaemon = (status: string, text: string) => say({ data: { type: 'daemon', status, home }, text });
  warnOfTrust();

  const stopped = new AbortController();
  const stop = () => stopped.abort();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  const instance = await openNodeInstance({
    home,
    version,
    leads: true,
    signal: stopped.signal,
    onLeadLost,
    onDaemonError: errors.say,
    onWait: () => sayDaemon('WAITING', `daemon waits: another process leads in ${home}`),
  });
  await warnOfStorage(instance);
  const stopReporting = reportDaemon(instance, say);
  let stopWatching = () => {};
  try {
    if (instance.leads) {
      sayDaemon('LEADING', `daemon leads in ${home}`);
      stopWatching = await watchNotebooks(instance, notebooks, ({ name }, errors, isFirst) =>
        say(loadedLine(name, errors, isFirst)),
      );
      if (!stopped.signal.aborted)
        await new Promise((resolve) => stopped.signal.addEventListener('abort', resolve));
    }
  } finally {
    stopWatching();
    stopReporting();
    await instance.close();
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
  sayDaemon('STOPPED', 'daemon stopped; runs in progress go on with the next one');
  return 0;
}

function loadedLine(name: string, errors: readonly SerializedError[], isFirst: boolean): DaemonLine {
  const status = errors.length > 0 ? 'BROKEN' : isFirst ? 'LOADED' : 'RELOADED';
  const told = errors.map((error) => showError(error).replaceAll('\n', ' '));
  return {
    data: { type: 'location', location: name, status, errors: told },
    text:
      errors.length === 0
        ? `notebook ${name}  ${status}`
        : `notebook ${name}  ${status}  its last sound version stays in force: ${told.join('; ')}`,
  };
}

async function wanted(
  files: readonly string[] = [],
  workspace: string | undefined,
): Promise<{ readonly notebooks: readonly NamedNotebook[]; readonly home: string }> {
  const byDefault = files.length === 0 && existsSync('workspace.yaml') ? 'workspace.yaml' : undefined;
  const path = workspace ?? byDefault;
  const named = [
    ...(path === undefined ? [] : await readWorkspace(path)),
    ...files.map((file) => ({ file: resolve(file), name: locationName(file) })),
  ];
  if (named.length === 0)
    throw new UsageError('There is no notebook to load', {
      remedy: 'Name some: -f FILE.nb.ts, or -w workspace.yaml.',
    });
  const [missing] = named.filter(({ file }) => !file.endsWith('.nb.ts') || !existsSync(file));
  if (missing)
    throw new UsageError(`There is no notebook ${missing.file}`, {
      remedy: `${path ? `Correct ${path}, or -f` : '-f'} names a .nb.ts file.`,
    });
  return { notebooks: named, home: homeOf(path ?? files[0]) };
}
