import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
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
const bundle = async (input, platform, plugins = []) => {
  const built = await rolldown({
    cwd: root,
    input: `tests/bench/${input}.ts`,
    platform,
    external: ['playwright'],
    resolve: { alias: { $lib: `${root}src/lib` } },
    plugins: [bundledText(), ...plugins],
    logLevel: 'warn',
  });
  const file = platform === 'node' ? `${input}.mjs` : `page/${input}.js`;
  await built.write({ file: join(folder, file), format: 'esm', codeSplitting: false });
};
/** An address in place of a file: of SQLite's, which then lies beside the page. */
const wasmUrl = {
  name: 'wasm-url',
  resolveId: (id) => (id.endsWith('.wasm?url') ? id : undefined),
  load: (id) => (id.endsWith('.wasm?url') ? `export default '/${basename(id, '?url')}'` : undefined),
};
await bundle('main', 'node');
await bundle('engine.page', 'browser');
await bundle('engine.worker', 'browser', [wasmUrl]);
copyFileSync(
  join(root, 'node_modules/@sqlite.org/sqlite-wasm/dist/sqlite3.wasm'),
  join(folder, 'page/sqlite3.wasm'),
);
writeFileSync(
  join(folder, 'page/index.html'),
  '<!doctype html><body><script type="module" src="engine.page.js"></script>',
);
const ended = await run('node', [join(folder, 'main.mjs'), ...process.argv.slice(2)]);
rmSync(folder, { recursive: true });
process.exit(ended);
