import { expose } from 'comlink';
import { build, initialize } from 'esbuild-wasm/esm/browser.js';
import wasmURL from 'esbuild-wasm/esbuild.wasm?url';
import { serializeError } from '$lib/base/errors';
import { type FetchProgress, fetchPackage, type PackageRequest } from '$lib/packages/fetch-package';

let starting: Promise<void> | undefined;

/** Fetches packages where nobody waits for it, and where whoever asked can end it with this worker. */
const served = {
  async fetch(request: PackageRequest, onProgress: (progress: FetchProgress) => void) {
    try {
      await (starting ??= initialize({ wasmURL, worker: false }));
      return await fetchPackage(request, build, onProgress);
    } catch (error) {
      return { error: serializeError(error) };
    }
  },
};

expose(served);
