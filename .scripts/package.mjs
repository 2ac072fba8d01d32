import { chmodSync, rmSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { prepare, root } from './install.mjs';
import { isFresh, markFresh, sourcesHash } from './sources.mjs';

/**
 * Builds what the npm package holds into `dist/`, unless it is there already: `index.js` with `index.d.ts` (what a
 * notebook imports) and `cli.js` (the command). Both stand alone, so the package has no dependencies at run time.
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
    logLevel: 'warn',
    checks: { pluginTimings: false },
    resolve: { alias: { $lib: `${root}src/lib`, $workers: `${root}workers` } },
  };
  rmSync('dist', { recursive: true, force: true });
  const index = { index: 'src/lib/definitions/index.ts' };
  await write({ ...common, input: index }, { entryFileNames: '[name].js' });
  // Not our tsconfig.json: it extends a generated one, which a fresh clone has not.
  const types = { emitDtsOnly: true, tsconfig: false, compilerOptions: { strict: true, target: 'esnext' } };
  await write({ ...common, input: index, plugins: [dts(types)] }, {});
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
