import type { Isolate, IsolateFiles } from '../isolate';
import { IsolateLost } from '../isolate-lost';
import { connectIsolate, type Line } from './connect-isolate';

/** Makes a worker that runs one of the bootstraps and gives it the port. */
export type OpenWorker = (port: MessagePort) => Promise<Pick<Line, 'end' | 'died'>>;

const longestStart = 15_000;

/**
 * Brings up an isolate on any platform. The bootstrap in the new worker waits on the port for the kernel's text, with
 * the control port attached; from then on the same port is the data port.
 */
export async function startIsolate(
  open: OpenWorker,
  kernelText: string,
  files: IsolateFiles,
): Promise<Isolate> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(tooLate()), longestStart);
  try {
    const control = new MessageChannel();
    const data = new MessageChannel();
    const worker = await Promise.race([open(data.port2), late.promise]);
    const isolate = connectIsolate({ control: control.port1, data: data.port1, ...worker }, files);
    late.promise.catch(isolate.terminate);
    data.port1.postMessage(kernelText, [control.port2]);
    await Promise.race([isolate.ping(), late.promise]);
    return isolate;
  } finally {
    clearTimeout(timer);
  }
}

const tooLate = () =>
  new IsolateLost(`The isolate did not start within ${longestStart / 1000} s`, {
    remedy:
      'Check that no extension and no policy of the site forbids the sandbox frame, then reload the page.',
  });
