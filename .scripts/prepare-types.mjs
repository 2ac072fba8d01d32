import { prepare, run } from './install.mjs';

await prepare();
const { compile } = await import('@inlang/paraglide-js');
const { words } = await import('../.config/words.ts');

// What TypeScript needs and nobody writes: the compiled words and SvelteKit's route types.
await compile(words);
process.exit(await run('svelte-kit', ['sync']));
