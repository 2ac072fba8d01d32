import { proxy, releaseProxy, wrap } from 'comlink';
import { DagbookError, revivedError, type SerializedError } from '../../base/errors';
import type { FetchedPackage, FetchProgress, PackageRequest } from '../../packages/fetch-package';

export type { FetchedPackage, FetchProgress, PackageRequest };

/** What the worker serves (workers/packages.ts). */
interface Served {
  fetch(
    request: PackageRequest,
    onProgress: (progress: FetchProgress) => void,
  ): Promise<FetchedPackage | { readonly error: SerializedError }>;
}

/** Fetches a package from a registry, in a worker of its own that ends with it. Rejects with the reason of `signal`. */
export async function fetchPackage(
  request: PackageRequest,
  onProgress: (progress: FetchProgress) => void,
  signal: AbortSignal,
): Promise<FetchedPackage> {
  const worker = new Worker(new URL('../../../../workers/packages.ts', import.meta.url), {
    type: 'module',
    name: 'packages',
  });
  const served = wrap<Served>(worker);
  const { promise: ended, reject } = Promise.withResolvers<never>();
  signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  worker.addEventListener('error', ({ message }) => reject(new PackageWorkerLost(message)));
  try {
    const answer = await Promise.race([served.fetch(request, proxy(onProgress)), ended]);
    if ('error' in answer) throw revivedError(answer.error);
    return answer;
  } finally {
    served[releaseProxy]();
    worker.terminate();
  }
}

class PackageWorkerLost extends DagbookError {
  static override readonly name: string = 'PackageWorkerLost';

  constructor(reason: string | undefined) {
    super(`What makes modules of packages did not start${reason ? `: ${reason}` : ''}`, {
      remedy: 'It is loaded from the host of this app: check the network and try again.',
    });
  }
}
