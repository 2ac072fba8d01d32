import { daemonOptions, runDaemon } from '../run-daemon';
import type { Verb } from '../verb';

export const dev: Verb = {
  name: 'dev',
  summary: 'The daemon, for work on a notebook (the app is served by npm start)',
  details: `The same as dagbook daemon run. The app keeps its own history, in the browser: it shows nothing of this one.`,
  options: daemonOptions,
  run(values) {
    console.error('No page is served: the app keeps its own history, in the browser (npm start serves it).');
    return runDaemon(values);
  },
};
