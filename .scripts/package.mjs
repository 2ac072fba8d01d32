import { chmodSync, rmSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { prepare, root } from './install.mjs';
import { isFresh, markFresh, sourcesHash } from './sources.mjs';

/**
 * Builds what the npm package holds into `dist/`, unless it is there already: `index.js` (what a notebook imports) and
 * `testing.js` (what tests import), which share chunks, each with its types; and `cli.js` (the command). All stand
 * alone, so the package has no dependencies at run time.
 */
export async function buildPackage() {
  if (isFresh('dist')) return 0;
  const sources = sourcesHash();
  const { rolldown } = await import('rolldown');
  const { dts } = await import('rolldown-plugin-dts');
  const { bundledText } = await import('../.config/bundled-text.ts');
  const common = {
    cwd: root,
    platform: 'node',
    // It extends a generated one, which a fresh clone has not.
    tsconfig: false,
    logLevel: 'warn',
    // The oldest Node that package.json promises: it does not know `await using`.
    transform: { target: 'node22.17' },
    checks: { pluginTimings: false },
    resolve: { alias: { $lib: `${root}src/lib`, $workers: `${root}workers` } },
  };
  rmSync('dist', { recursive: true, force: true });
  const entries = { index: 'src/lib/definitions/index.ts', testing: 'src/lib/instance/testing/index.ts' };
  // A project that works with Arrow tables has it; the others do without.
  const external = ['apache-arrow'];
  await write({ ...common, input: entries, external }, { entryFileNames: '[name].js' });
  const types = { emitDtsOnly: true, tsconfig: false, compilerOptions: { strict: true, target: 'esnext' } };
  await write({ ...common, input: entries, external, plugins: [dts(types)] }, {});
  await write(
    { ...common, input: { cli: 'src/cli/main.ts' }, plugins: [bundledText()] },
    { entryFileNames: '[name].js', codeSplitting: false },
  );
  chmodSync('dist/cli.js', 0o755);
  markFresh('dist', sources);
  return 0;

  async function write(input, output) {
    const bundle = await rolldown(input);
    await bundle.write({ dir: 'dist', format: 'esm', ...output });
    await bundle.close();
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await prepare();
  process.exit(await buildPackage());
}
