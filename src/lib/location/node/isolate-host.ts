import { availableParallelism } from 'node:os';
import { Worker, type ResourceLimits } from 'node:worker_threads';
import { startIsolate } from '../boundary/start-isolate';
import type { IsolateHost } from '../isolate';

/** As the browser's `workerBootstrap`, with `data:` modules in place of blobs. */
const bootstrap = `
const port = require('node:worker_threads').workerData;
const importText = (text) => import('data:text/javascript;base64,' + Buffer.from(text).toString('base64'));
port.onmessage = async ({ data, ports }) => (await importText(data)).start(importText, ports[0], port);
`;

/**
 * Isolates in Node: worker threads with the same kernel text. They keep memory and crashes apart, but they are no
 * sandbox: the code can do whatever the process can. Only notebooks the user trusts belong here.
 */
export function nodeIsolateHost(
  kernelText: string,
  options: { resourceLimits?: ResourceLimits } = {},
): IsolateHost {
  return {
    cores: availableParallelism(),
    create: (_, files) =>
      startIsolate(
        async (port) => {
          const worker = new Worker(bootstrap, {
            eval: true,
            env: {},
            execArgv: [],
            stdout: true,
            stderr: true,
            workerData: port,
            transferList: [port as never],
            ...options,
          });
          worker.stdout.resume();
          worker.stderr.resume();
          return { died: endOf(worker), end: () => void worker.terminate() };
        },
        kernelText,
        files,
      ),
  };
}

function endOf(worker: Worker): Promise<string> {
  return new Promise((resolve) => {
    worker.once('error', (error: NodeJS.ErrnoException) =>
      resolve(
        error.code === 'ERR_WORKER_OUT_OF_MEMORY'
          ? 'The isolate ran out of memory'
          : `The isolate failed: ${error.message}`,
      ),
    );
    worker.once('exit', (code) => resolve(`The isolate's code ended it: exit code ${code}`));
  });
}
