import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { prepare, root, run } from './install.mjs';

// Bundles tests/bench and runs it: `npm run bench`, or with the names of measures only those.
await prepare();
const { findChromium } = await import('./chromium.mjs');
const { rolldown } = await import('rolldown');
const { bundledText } = await import('../.config/bundled-text.ts');

process.env.CHROMIUM = await findChromium();
const status = await run('node', ['.scripts/build.mjs'], { quiet: true });
if (status !== 0) process.exit(status);

// Inside node_modules, so that the packages that stay outside of the bundle are found from there.
const folder = mkdtempSync(join(root, 'node_modules/.bench-'));
const bundle = await rolldown({
  cwd: root,
  input: 'tests/bench/main.ts',
  platform: 'node',
  external: ['playwright'],
  resolve: { alias: { $lib: `${root}src/lib` } },
  plugins: [bundledText()],
  logLevel: 'warn',
});
await bundle.write({ file: join(folder, 'bench.mjs'), format: 'esm', codeSplitting: false });
const ended = await run('node', [join(folder, 'bench.mjs'), ...process.argv.slice(2)]);
rmSync(folder, { recursive: true });
process.exit(ended);
