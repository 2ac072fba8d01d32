import { daemonOptions, runDaemon } from '../run-daemon';
import type { Verb } from '../verb';

export const daemonRun: Verb = {
  name: 'daemon run',
  summary: 'Run schedules, sensors, backfills and queued runs until Ctrl-C',
  details: `A notebook is loaded again when its file changes; a broken one leaves its last sound version in force.
A second daemon of the same home waits, and takes over when the first one ends. Runs in progress are not lost.`,
  options: daemonOptions,
  run: runDaemon,
};
