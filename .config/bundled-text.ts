import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import type { Plugin } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Modules that exist only as text: they are imported inside an isolate, which has no URL of ours to fetch. */
const entries: Readonly<Record<string, string>> = {
  'virtual:isolate-text': 'workers/isolate.ts',
  'virtual:apache-arrow-text': 'apache-arrow',
};

/**
 * Makes `import text from 'virtual:isolate-text'` give the bundled ES module as one string.
 * The text must stand alone (no imports left), since isolates import it from a `blob:` or `data:` URL.
 */
export function bundledText(): Plugin {
  const texts = new Map<string, Promise<string>>();
  return {
    name: 'dagbook:bundled-text',
    resolveId: (id) => (id in entries ? `\0${id}` : undefined),
    async load(id) {
      const entry = entries[id.slice(1)];
      if (!id.startsWith('\0') || !entry) return undefined;
      if (!texts.has(id)) texts.set(id, bundle(entry));
      return `export default ${JSON.stringify(await texts.get(id))};`;
    },
    watchChange: () => texts.clear(),
  };
}

async function bundle(entry: string): Promise<string> {
  const build = await rolldown({
    input: entry.startsWith('workers/') ? root + entry : entry,
    cwd: root,
    platform: 'browser',
    resolve: { alias: { $lib: `${root}src/lib` } },
    logLevel: 'warn',
  });
  const { output } = await build.generate({ format: 'esm', minify: true, codeSplitting: false });
  return output[0].code;
}
