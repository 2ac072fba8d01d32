import { proxy, releaseProxy, type Remote, wrap } from 'comlink';
import { DagbookError, revivedError, type SerializedError } from '../../base/errors';
import type { FetchedPackage, FetchProgress, PackageRequest } from '../../packages/fetch-package';

export type { FetchedPackage, FetchProgress, PackageRequest };

type Failed = { readonly error: SerializedError };

/** What the worker serves (workers/packages.ts). */
interface Served {
  fetch(
    request: PackageRequest,
    onProgress: (progress: FetchProgress) => void,
  ): Promise<FetchedPackage | Failed>;
  check(source: string, name: string): Promise<undefined | Failed>;
}

/** Fetches a package from a registry, in a worker of its own that ends with it. Rejects with the reason of `signal`. */
export const fetchPackage = (
  request: PackageRequest,
  onProgress: (progress: FetchProgress) => void,
  signal: AbortSignal,
): Promise<FetchedPackage> => inWorker((served) => served.fetch(request, proxy(onProgress)), signal);

/** Milliseconds that a registry has to answer. */
const patience = 15_000;

/** Asks whether a registry answers as one, for what it says of the package `name`. */
export const checkSource = (source: string, name: string): Promise<undefined> =>
  inWorker((served) => served.check(source, name), AbortSignal.timeout(patience));

/** A page may ask no other host; the worker may. */
async function inWorker<Answer>(
  work: (served: Remote<Served>) => Promise<Answer | Failed>,
  signal: AbortSignal,
): Promise<Answer> {
  const worker = new Worker(new URL('../../../../workers/packages.ts', import.meta.url), {
    type: 'module',
    name: 'packages',
  });
  const served = wrap<Served>(worker);
  const { promise: ended, reject } = Promise.withResolvers<never>();
  signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  worker.addEventListener('error', ({ message }) => reject(new PackageWorkerLost(message)));
  try {
    const answer = await Promise.race([work(served), ended]);
    if (isFailed(answer)) throw revivedError(answer.error);
    return answer;
  } finally {
    served[releaseProxy]();
    worker.terminate();
  }
}

const isFailed = (answer: unknown): answer is Failed =>
  typeof answer === 'object' && answer !== null && 'error' in answer;

class PackageWorkerLost extends DagbookError {
  static override readonly name: string = 'PackageWorkerLost';

  constructor(reason: string | undefined) {
    super(`What makes modules of packages did not start${reason ? `: ${reason}` : ''}`, {
      remedy: 'It is loaded from the host of this app: check the network and try again.',
    });
  }
}
