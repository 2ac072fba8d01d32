import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { prepare, root, run } from './install.mjs';

// Bundles tests/soak and runs it against the built app: `npm run soak`; tests/soak/README.md has its options.
await prepare();
const { findChromium } = await import('./chromium.mjs');
const { rolldown } = await import('rolldown');

process.env.CHROMIUM = await findChromium();
const status = await run('node', ['.scripts/build.mjs'], { quiet: true });
if (status !== 0) process.exit(status);

// Inside node_modules, so that playwright, which stays outside of the bundle, is found from there.
const folder = mkdtempSync(join(root, 'node_modules/.soak-'));
const file = join(folder, 'main.mjs');
const built = await rolldown({
  cwd: root,
  input: 'tests/soak/main.ts',
  platform: 'node',
  external: ['playwright'],
  resolve: { alias: { $lib: `${root}src/lib` } },
  logLevel: 'warn',
});
await built.write({ file, format: 'esm', codeSplitting: false });
const ended = await run('node', [file, ...process.argv.slice(2)]);
rmSync(folder, { recursive: true });
process.exit(ended);
