import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import type { Plugin } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Modules that exist only as text: they are imported inside an isolate, which has no URL of ours to fetch. */
const entries: Readonly<Record<string, { input: string; name: string }>> = {
  'virtual:isolate-text': { input: 'workers/isolate.ts', name: 'kernel.js' },
  'virtual:package/dagbook/parquet': { input: 'src/lib/location/packages/parquet.ts', name: 'parquet.js' },
  'virtual:package/dagbook/sqlite': { input: 'src/lib/location/packages/sqlite.ts', name: 'sqlite.js' },
  'virtual:package/zod': { input: 'src/lib/location/packages/zod.ts', name: 'zod.js' },
};
const packagePrefix = 'virtual:package/';

/** `virtual:package/NAME` is any package as it is, where nothing else is said above. */
function entryOf(id: string): { readonly input: string; readonly name: string } | undefined {
  if (id in entries) return entries[id];
  if (!id.startsWith(packagePrefix)) return undefined;
  const input = id.slice(packagePrefix.length);
  return { input, name: `${input.replace('/', '-')}.js` };
}

/**
 * Makes `import text from 'virtual:isolate-text'` give the bundled ES module as one string.
 * The text must stand alone (no imports left), since isolates import it from a `blob:` or `data:` URL.
 */
export function bundledText(): Plugin {
  const bundles = new Map<string, ReturnType<typeof bundle>>();
  return {
    name: 'dagbook:bundled-text',
    resolveId: (id) => (entryOf(id) ? `\0${id}` : undefined),
    async load(id) {
      const entry = id.startsWith('\0') ? entryOf(id.slice(1)) : undefined;
      if (!entry) return undefined;
      let bundled = bundles.get(id);
      if (!bundled) bundles.set(id, (bundled = bundle(entry)));
      const { text, files } = await bundled;
      for (const file of files) this.addWatchFile(file);
      return `export default ${JSON.stringify(text)};`;
    },
    watchChange: () => bundles.clear(),
  };
}

async function bundle({ input, name }: { input: string; name: string }) {
  const build = await rolldown({
    input: input.endsWith('.ts') ? root + input : input,
    cwd: root,
    platform: 'browser',
    // It extends a generated one, which a fresh clone has not.
    tsconfig: false,
    resolve: { alias: { $lib: `${root}src/lib` } },
    // An isolate can fetch nothing: what is no text goes into the text.
    moduleTypes: { '.wasm': 'binary' },
    logLevel: 'warn',
  });
  // Names are kept because people read them: of errors, and of classes in messages.
  const { output } = await build.generate({
    format: 'esm',
    minify: true,
    keepNames: true,
    codeSplitting: false,
  });
  await build.close();
  const [{ code, imports, moduleIds }] = output;
  if (output.length > 1 || imports.length > 0) throw new Error(`${input} does not stand alone as one module`);
  const files = moduleIds.filter(
    (file) => file.startsWith(`${root}src/`) || file.startsWith(`${root}workers/`),
  );
  return { text: `${code}\n//# sourceURL=${name}`, files };
}
