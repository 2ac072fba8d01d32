import { prepare } from './install.mjs';
import { writePrecacheList } from './precache.mjs';
import { isFresh, markFresh, sourcesHash } from './sources.mjs';

// Builds the app into build/, unless it is there already.
await prepare();
if (!isFresh('build')) {
  const { build } = await import('vite');
  const sources = sourcesHash();
  await build();
  writePrecacheList('build');
  markFresh('build', sources);
}
// The compiler of words leaves timers behind that would hold the process for half a minute.
process.exit(0);
