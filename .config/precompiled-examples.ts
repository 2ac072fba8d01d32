import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Plugin, runnerImport } from 'vite';

type Rooms = typeof import('../src/lib/notebook/compile-notebook.ts') &
  typeof import('../src/lib/notebook/read-notebook.ts');

const root = fileURLToPath(new URL('..', import.meta.url));
const examples = `${root}static/examples/`;
const list = 'virtual:precompiled-examples';

/**
 * `virtual:precompiled-examples`: SHA-256 (hex) of an example's text → loads the notebook that it compiles to, which is
 * a chunk of its own. So a first visit needs no compiler.
 */
export function precompiledExamples(): Plugin {
  let rooms: ReturnType<typeof loadRooms> | undefined;
  return {
    name: 'dagbook:precompiled-examples',
    resolveId: (id) => (id.startsWith(list) ? `\0${id}` : undefined),
    async load(id) {
      if (id === `\0${list}`) return listed();
      if (!id.startsWith(`\0${list}/`)) return undefined;
      const file = examples + id.slice(list.length + 2);
      const { compileNotebook, readNotebook, files } = await (rooms ??= loadRooms());
      for (const used of [file, ...files]) this.addWatchFile(used);
      return `export default ${JSON.stringify(compileNotebook(readNotebook(readFileSync(file, 'utf8'))))};`;
    },
    watchChange: () => (rooms = undefined),
  };
}

function listed(): string {
  const entries = readdirSync(examples)
    .filter((name) => name.endsWith('.nb.ts'))
    .map((name) => {
      const hash = createHash('sha256')
        .update(readFileSync(examples + name))
        .digest('hex');
      return `'${hash}': async () => (await import('${list}/${name}')).default,\n`;
    });
  return `export default {\n${entries.join('')}};`;
}

/** The compiler itself, as the sources have it now. */
async function loadRooms(): Promise<Rooms & { readonly files: readonly string[] }> {
  const load = (name: string) =>
    runnerImport<Rooms>(`${root}src/lib/notebook/${name}.ts`, { root, configFile: false, logLevel: 'warn' });
  const loaded = await Promise.all([load('compile-notebook'), load('read-notebook')]);
  const [{ module: compiling }, { module: reading }] = loaded;
  return { ...compiling, ...reading, files: loaded.flatMap(({ dependencies }) => dependencies) };
}
