import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { dts } from 'rolldown-plugin-dts';
import type { Plugin } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const prefix = 'virtual:types/';
const libraryFolder = `${root}node_modules/typescript/lib/`;
/** What every cell has: the language, and what a worker has. */
const libraries = ['lib.esnext.d.ts', 'lib.webworker.d.ts', 'lib.webworker.asynciterable.d.ts'];

/** Package → where its types begin. */
const packages: Readonly<Record<string, string>> = {
  dagbook: 'src/lib/definitions/index.ts',
  zod: 'node_modules/zod/index.d.ts',
  'apache-arrow': 'node_modules/apache-arrow/Arrow.d.ts',
};

/**
 * Types as texts, for the language service, which has no file system: `virtual:types/library` gives TypeScript's own
 * declarations by file name, `virtual:types/PACKAGE` those of a package as one file.
 */
export function typeTexts(): Plugin {
  const bundles = new Map<string, ReturnType<typeof bundle>>();
  return {
    name: 'dagbook:type-texts',
    resolveId: (id) => (id.startsWith(prefix) ? `\0${id}` : undefined),
    async load(id) {
      if (!id.startsWith(`\0${prefix}`)) return undefined;
      const name = id.slice(prefix.length + 1);
      if (name === 'library') return `export default ${JSON.stringify(libraryTexts())};`;
      let bundled = bundles.get(name);
      if (!bundled) bundles.set(name, (bundled = bundle(name)));
      const { text, files } = await bundled;
      for (const file of files) this.addWatchFile(file);
      return `export default ${JSON.stringify(text)};`;
    },
    watchChange: () => bundles.clear(),
  };
}

/** The libraries with all that they refer to. */
function libraryTexts(): Readonly<Record<string, string>> {
  const texts: Record<string, string> = {};
  for (const wanted = [...libraries]; wanted.length > 0;) {
    const name = wanted.pop()!;
    if (name in texts) continue;
    const text = readFileSync(libraryFolder + name, 'utf8');
    texts[name] = name.startsWith('lib.webworker') ? withoutComments(text) : text;
    for (const [, lib] of text.matchAll(/^\/\/\/ <reference lib="(.+?)"/gm)) wanted.push(`lib.${lib}.d.ts`);
  }
  return texts;
}

/** What a worker has fills three quarters of the libraries, more than half of that in comments, and cells hardly use it. */
const withoutComments = (text: string): string => text.replace(/^\s*\/\*\*.*?\*\/\n/gms, '');

async function bundle(name: string) {
  const input = packages[name];
  if (!input) throw new Error(`There are no types of ${name} to bundle`);
  const build = await rolldown({
    cwd: root,
    input,
    platform: 'node',
    // It extends a generated one, which a fresh clone has not.
    tsconfig: false,
    logLevel: 'silent',
    external: name === 'dagbook' ? ['apache-arrow'] : [],
    plugins: [
      dts({
        emitDtsOnly: true,
        dtsInput: input.endsWith('.d.ts'),
        tsconfig: false,
        compilerOptions: { strict: true, target: 'esnext' },
      }),
    ],
  });
  const { output } = await build.generate({ format: 'esm' });
  await build.close();
  const [chunk] = output;
  return { text: chunk.code, files: chunk.moduleIds.filter((file) => file.startsWith(`${root}src/`)) };
}
