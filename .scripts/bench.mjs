import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { prepare, root, run } from './install.mjs';

// Bundles tests/bench and runs it: `npm run bench`, or with the names of measures only those.
await prepare();
const { findChromium } = await import('./chromium.mjs');
const { rolldown } = await import('rolldown');
const { plugins } = await import('../.config/plugins.ts');

process.env.CHROMIUM = await findChromium();
const status = await run('node', ['.scripts/build.mjs'], { quiet: true });
if (status !== 0) process.exit(status);

// Inside node_modules, so that the packages that stay outside of the bundle are found from there.
const folder = mkdtempSync(join(root, 'node_modules/.bench-'));
const bundle = async (input, platform, more = []) => {
  const built = await rolldown({
    cwd: root,
    input: `${input}.ts`,
    platform,
    external: ['playwright', 'rolldown'],
    resolve: { alias: { $lib: `${root}src/lib` } },
    plugins: [...plugins(), ...more],
    logLevel: 'warn',
  });
  const name = basename(input);
  const file = platform === 'node' ? `${name}.mjs` : `page/${name}.js`;
  await built.write({ file: join(folder, file), format: 'esm', codeSplitting: false });
};
/** What the page fetches lies beside it: SQLite's file, and the workers that the instance starts. */
const beside = {
  name: 'beside',
  resolveId: (id) => (id.endsWith('.wasm?url') ? id : undefined),
  load: (id) => (id.endsWith('.wasm?url') ? `export default '/${basename(id, '?url')}'` : undefined),
  transform: (code) =>
    code.replace(/new URL\(['"][./]*workers\/(\w+)\.ts['"], import\.meta\.url\)/g, "'/$1.js'"),
};
await bundle('tests/bench/main', 'node');
await bundle('tests/bench/engine.page', 'browser');
await bundle('tests/bench/engine.worker', 'browser', [beside]);
await bundle('workers/compile', 'browser');
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
