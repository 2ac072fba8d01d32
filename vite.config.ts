import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { plugins } from './.config/plugins.ts';
import { words } from './.config/words.ts';

const chromium = playwright({
  launchOptions: {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
  },
});

export default defineConfig({
  plugins: [paraglideVitePlugin(words), ...plugins(), sveltekit()],
  worker: { format: 'es', plugins },
  build: { assetsInlineLimit: 0, chunkSizeWarningLimit: 1500 },
  optimizeDeps: {
    // What only workers and tests import is found late, and finding it reloads the page.
    include: [
      'acorn',
      'apache-arrow',
      'comlink',
      'd3-dsv',
      'hyparquet',
      'hyparquet-compressors',
      'hyparquet-writer',
      'idb',
      'kysely',
      'magic-string',
      'sucrase',
      'typescript',
      'zod/mini',
    ],
    exclude: ['@sqlite.org/sqlite-wasm'],
  },
  server: { fs: { allow: ['workers'] } },
  test: {
    passWithNoTests: true,
    // The compiler of words leaves timers behind: vitest would wait ten seconds for them.
    teardownTimeout: 2_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          environment: 'node',
          include: ['tests/{unit,stories}/**/*.test.ts'],
          setupFiles: 'tests/property-seed.ts',
          // Nothing here holds state in its modules: files share them, which halves the time.
          isolate: false,
          // Five seconds, the default, is less than a disk or a bundler may take beside the other lanes of tests.
          testTimeout: 20_000,
          hookTimeout: 20_000,
          typecheck: { enabled: false },
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['tests/browser/**/*.test.ts'],
          globalSetup: 'tests/browser/probe-server.ts',
          fileParallelism: false,
          api: { host: '127.0.0.1' },
          browser: {
            enabled: true,
            headless: true,
            provider: chromium,
            screenshotFailures: false,
            instances: [{ browser: 'chromium' }],
          },
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          environment: 'node',
          include: ['tests/e2e/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // One second, the default, is less than a page may take beside the other lane of tests.
          expect: { poll: { timeout: 15_000 } },
        },
      },
    ],
  },
});
