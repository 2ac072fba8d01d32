import { expose } from 'comlink';
import { build, initialize } from 'esbuild-wasm/esm/browser.js';
import wasmURL from 'esbuild-wasm/esbuild.wasm?url';
import { DagbookError, serializeError } from '$lib/base/errors';
import { type FetchProgress, fetchPackage, type PackageRequest } from '$lib/packages/fetch-package';
import { registry } from '$lib/packages/registry';

let starting: Promise<void> | undefined;

/** It is no part of what is there without network. */
const start = () =>
  initialize({ wasmURL, worker: false }).catch((cause: unknown) => {
    throw new DagbookError('What makes modules of packages cannot be loaded from the host of this app', {
      name: 'PackageBundlerUnreachable',
      remedy: 'Adding a package takes network: check it and try again.',
      cause,
    });
  });

/** Fetches packages where nobody waits for it, and where whoever asked can end it with this worker. */
const served = {
  async fetch(request: PackageRequest, onProgress: (progress: FetchProgress) => void) {
    try {
      await (starting ??= start());
      return await fetchPackage(request, build, onProgress);
    } catch (error) {
      return { error: serializeError(error) };
    }
  },
  async check(source: string, name: string) {
    try {
      return await registry(source).check(name);
    } catch (error) {
      return { error: serializeError(error) };
    }
  },
};

expose(served);
