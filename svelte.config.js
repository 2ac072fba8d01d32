import { createHash } from 'node:crypto';
import adapter from '@sveltejs/adapter-static';
import { sourcesHash } from './.scripts/sources.mjs';
import { frameBootstrap } from './src/lib/location/browser/frame-text.ts';

/** A `srcdoc` frame inherits the policy of its page: without this hash the sandbox is silently dead. */
const bootstrapHash = `sha256-${createHash('sha256').update(frameBootstrap).digest('base64')}`;

/** @type {import('@sveltejs/kit').Config} */
export default {
  kit: {
    adapter: adapter(),
    alias: {
      $workers: 'workers',
      'dagbook/testing': 'src/lib/instance/testing/index.ts',
      dagbook: 'src/lib/definitions/index.ts',
    },
    paths: { relative: true },
    serviceWorker: { register: false },
    // The same sources make the same files: the offline app downloads nothing that did not change. The build's several
    // processes must agree on it even if a file is saved meanwhile, hence the environment.
    version: { name: (process.env.DAGBOOK_SOURCES ??= sourcesHash()) },
    csp: {
      mode: 'hash',
      // What the workers in the sandbox frame need is allowed here too; the frame's own policy is much tighter.
      directives: {
        'default-src': ['self'],
        'script-src': ['self', 'blob:', 'wasm-unsafe-eval', bootstrapHash],
        'worker-src': ['self', 'blob:', 'data:'],
        'style-src': ['self', 'unsafe-inline'],
        'img-src': ['self', 'data:', 'blob:'],
        // For hosts that a notebook was granted, the instance's worker asks, which has the policy of its own file.
        'connect-src': ['self'],
        // Frames may hold a `srcdoc` only: nothing inside can take user data along by navigating away.
        'frame-src': ['none'],
        'object-src': ['none'],
        'base-uri': ['none'],
        'form-action': ['none'],
      },
    },
    typescript: {
      config: (config) => {
        config.include.push(
          '../workers/**/*.ts',
          '../tests/**/*.ts',
          '../.config/**/*.ts',
          '../static/**/*.ts',
        );
        return config;
      },
    },
  },
};
