import { version } from '../../../../package.json';
import { serveFrames } from '../../location/browser/serve-frames';
import { type Connection, connectInstance } from './connect-instance';
import { takeRecovery } from './recover-database';
import type { LeaderState } from './tab-client';

/** The instance of this origin, joined from a page, `after` what is more urgent there. One per page is enough. */
export const connectBrowserInstance = (
  onLeader: (state: LeaderState) => void,
  after?: Promise<void>,
): Connection =>
  connectInstance({
    name: 'dagbook',
    version,
    startWorker: () =>
      new Worker(new URL('../../../../workers/instance.ts', import.meta.url), {
        type: 'module',
        name: 'instance',
      }),
    serveFrames: (port) => serveFrames(port),
    onLeader,
    after,
    recovery: takeRecovery(),
  });
