import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { dts } from 'rolldown-plugin-dts';
import type { Plugin } from 'vite';
import {
  collectTypes,
  oneText,
  type TypedPackage,
  type TypeTexts,
} from '../src/lib/language/collect-types.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const prefix = 'virtual:types/';
const libraryFolder = `${root}node_modules/typescript/lib/`;
/** What every cell has: the language, and what a worker has. */
const libraries = ['lib.esnext.d.ts', 'lib.webworker.d.ts', 'lib.webworker.asynciterable.d.ts'];

/**
 * Types as texts, for the language service, which has no file system: `virtual:types/library` gives TypeScript's own
 * declarations by file name, `virtual:types/PACKAGE` those of a package (`TypeTexts`).
 */
export function typeTexts(): Plugin {
  let bundled: ReturnType<typeof bundle> | undefined;
  return {
    name: 'dagbook:type-texts',
    resolveId: (id) => (id.startsWith(prefix) ? `\0${id}` : undefined),
    async load(id) {
      if (!id.startsWith(`\0${prefix}`)) return undefined;
      const name = id.slice(prefix.length + 1);
      if (name === 'library') return `export default ${JSON.stringify(libraryTexts())};`;
      if (name !== 'dagbook') return `export default ${JSON.stringify(await typesOf(name))};`;
      const { text, files } = await (bundled ??= bundle());
      for (const file of files) this.addWatchFile(file);
      return `export default ${JSON.stringify(oneText(name, text))};`;
    },
    watchChange: () => (bundled = undefined),
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

async function typesOf(name: string): Promise<TypeTexts> {
  const types = await collectTypes(name, '', installed);
  if (!types) throw new Error(`There are no types of ${name}`);
  return types;
}

async function installed(name: string): Promise<TypedPackage | undefined> {
  const folder = `${root}node_modules/${name}/`;
  if (!existsSync(`${folder}package.json`)) return undefined;
  return {
    json: JSON.parse(readFileSync(`${folder}package.json`, 'utf8')),
    has: (path) => existsSync(folder + path),
    read: (path) => readFileSync(folder + path, 'utf8'),
  };
}

/** Our own, as one file. */
async function bundle() {
  const build = await rolldown({
    cwd: root,
    input: 'src/lib/definitions/index.ts',
    platform: 'node',
    // It extends a generated one, which a fresh clone has not.
    tsconfig: false,
    logLevel: 'silent',
    external: ['apache-arrow'],
    plugins: [
      dts({
        emitDtsOnly: true,
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
