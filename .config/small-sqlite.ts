import { parseExpressionAt } from 'acorn';
import MagicString from 'magic-string';
import type { Plugin } from 'vite';

/** What begins a part of the package that is run at its start, and so is in the bundle whether it is needed or not. */
const part = /globalThis\.sqlite3ApiBootstrap\.initializers\.push\(/g;

/**
 * The parts that nothing here uses, by words that stand in just one: the API for another thread, virtual tables made in
 * JavaScript, and the VFSes that `wasm-connection.ts` switches off.
 */
const unused = [
  'sqlite3.initWorker1API = function',
  'sqlite3.vtab = vtab;',
  'if (sqlite3.config.disable?.vfs?.kvvfs) return;',
  'if (sqlite3.config.disable?.vfs?.opfs && sqlite3.config.disable.vfs["opfs-vfs"]) return;',
  'if (!sqlite3.opfs || sqlite3.config.disable?.vfs?.opfs) return;',
  'if (!sqlite3.opfs || sqlite3.config.disable?.vfs?.["opfs-wl"]) return;',
];
const promiser = '//#region src/bin/sqlite3-worker1-promiser.mjs';
const initModule = 'sqlite3_bundler_friendly_default';

/**
 * Leaves out of @sqlite.org/sqlite-wasm what nothing here uses, a third of its JavaScript. The package's version is
 * fixed; another one whose text is not as it was when this was written fails the build.
 */
export function smallSqlite(): Plugin {
  return {
    name: 'dagbook:small-sqlite',
    transform(code, id) {
      if (!/sqlite-wasm\/dist\/index\.mjs($|\?)/.test(id)) return undefined;
      const text = new MagicString(code);
      const parts = partsOf(code);
      for (const words of unused) {
        const { start, end } = only(
          parts.filter((place) => code.slice(place.start, place.end).includes(words)),
          words,
        );
        text.overwrite(start, end, 'undefined');
      }
      text.remove(code.indexOf(promiser), code.length);
      text.append(`export { ${initModule} as default };\n`);
      return { code: text.toString(), map: text.generateMap({ hires: 'boundary' }) };
    },
  };
}

interface Place {
  readonly start: number;
  readonly end: number;
}

const partsOf = (code: string): readonly Place[] =>
  [...code.matchAll(part)].map(({ index }) =>
    parseExpressionAt(code, index, { ecmaVersion: 'latest', sourceType: 'module' }),
  );

function only(places: readonly Place[], words: string): Place {
  const [place, ...others] = places;
  if (place && others.length === 0) return place;
  throw new Error(`@sqlite.org/sqlite-wasm has changed: ${places.length} parts have "${words}"`);
}
