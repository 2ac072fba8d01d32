import type { build, Loader, OnResolveArgs, OnResolveResult, Plugin } from 'esbuild-wasm';
import { DagbookError } from '../base/errors';
import { splitSpecifier } from '../language/collect-types';
import { exportedNames } from './exported-names';
import type { PackageTree, UnpackedPackage } from './package-tree';
import { BadPackage } from './registry';
import { browserInstead, entryFile, existingFile, joinedPath, privateImport } from './resolve-file';

/** The part of esbuild that is used; the platform starts it. */
export type Build = typeof build;

/** Bytes of one module, at most. */
const longestModule = 20_000_000;

/** A file of a package. `file` is `false` where it stands for nothing in a sandbox, text where Node would have it. */
interface Target {
  readonly of: UnpackedPackage;
  readonly file: string;
}

/** A module that throws when it is run: what only Node has, which may be asked for where it is never reached. */
interface Absent {
  readonly absent: string;
}

const empty = { absent: '' } as const;

const node =
  /^(node:.+|assert|async_hooks|buffer|child_process|cluster|console|constants|crypto|dgram|diagnostics_channel|dns|domain|events|fs|http|http2|https|inspector|module|net|os|path|perf_hooks|process|punycode|querystring|readline|repl|stream|string_decoder|sys|timers|tls|tty|url|util|v8|vm|wasi|worker_threads|zlib)(\/.+)?$/;

/**
 * One ES module of a package, or of a part of it with `subpath`, and of all that it imports. CommonJS is turned into
 * it: its `module.exports` is the default export, and its names are those that Node would find.
 */
export async function bundle(
  build: Build,
  tree: PackageTree,
  root: UnpackedPackage,
  subpath: string,
): Promise<string> {
  const file = entryFile(root, subpath, { require: false });
  if (file === undefined)
    throw new BadPackage(
      root.title,
      subpath ? `it has no part "${subpath.slice(1)}" to import` : 'it has no module to import',
      'Types and commands cannot be imported by cells; choose a package with code.',
    );
  const entry: Target = { of: root, file };
  const { text, isCommonJs } = await built(build, tree, entry, pathOf(entry));
  if (!isCommonJs) return text;
  const names = await exportedNames(file, root.read(file), async (specifier, from) => {
    const target = await resolve(tree, { of: root, file: from }, specifier, true);
    if ('absent' in target || target.of !== root) return undefined;
    return { file: target.file, text: root.read(target.file) };
  });
  const reader = `const all = require(${JSON.stringify(pathOf(entry))});\nexport default all;\n${names
    .map(
      (name, at) =>
        `const _${at} = all[${JSON.stringify(name)}];\nexport { _${at} as ${JSON.stringify(name)} };`,
    )
    .join('\n')}`;
  return (await built(build, tree, entry, reader, true)).text;
}

async function built(build: Build, tree: PackageTree, entry: Target, reader: string, isText = false) {
  const { outputFiles, metafile } = await build({
    ...(isText ? { stdin: { contents: reader, sourcefile: 'entry.js' } } : { entryPoints: [reader] }),
    plugins: [packageFiles(tree, entry)],
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'browser',
    target: 'esnext',
    charset: 'utf8',
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'inline',
    define: { 'process.env.NODE_ENV': '"production"', global: 'globalThis' },
    outfile: 'package.js',
    logLevel: 'silent',
  }).catch((error: unknown) => {
    throw failure(entry.of.title, error);
  });
  const [output] = outputFiles;
  if (output!.contents.length > longestModule)
    throw new BadPackage(entry.of.title, `as one module it is larger than ${longestModule / 1_000_000} MB`);
  const input = Object.entries(metafile.inputs).find(([path]) => path.endsWith(pathOf(entry)))?.[1];
  return { text: output!.text, isCommonJs: input?.format === 'cjs' };
}

const pathOf = ({ of, file }: Target): string => `${of.title}/${file}`;

/** Has esbuild read files of packages in place of those of a disk. */
function packageFiles(tree: PackageTree, entry: Target): Plugin {
  const known = new Map<string, Target>([[pathOf(entry), entry]]);
  const answer = (target: Target | Absent): OnResolveResult => {
    if ('absent' in target) return { path: target.absent || 'nothing', namespace: 'absent' };
    known.set(pathOf(target), target);
    return {
      path: pathOf(target),
      namespace: 'package',
      sideEffects: target.of.json.sideEffects === false ? false : undefined,
    };
  };
  return {
    name: 'packages',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /.*/ }, async ({ path, importer, kind, namespace }: OnResolveArgs) => {
        if (namespace !== 'package') return answer(entry);
        try {
          return answer(await resolve(tree, known.get(importer)!, path, kind.startsWith('require')));
        } catch (error) {
          return { errors: [{ text: path, detail: error }] };
        }
      });
      onLoad({ filter: /.*/, namespace: 'package' }, ({ path }) => {
        const { of, file } = known.get(path)!;
        return { contents: of.bytes(file), loader: loaderOf(file) };
      });
      onLoad({ filter: /.*/, namespace: 'absent' }, ({ path }) => ({
        contents:
          path === 'nothing'
            ? 'module.exports = {};'
            : `module.exports = {}; throw new Error(${JSON.stringify(`"${path}" is not in a notebook's sandbox`)});`,
      }));
    },
  };
}

const loaderOf = (file: string): Loader =>
  file.endsWith('.json') ? 'json' : file.endsWith('.wasm') ? 'binary' : file.endsWith('.jsx') ? 'jsx' : 'js';

async function resolve(
  tree: PackageTree,
  from: Target,
  specifier: string,
  require: boolean,
): Promise<Target | Absent> {
  const { of } = from;
  if (specifier.startsWith('.')) {
    const path = joinedPath(from.file, specifier);
    const file = path === undefined ? undefined : existingFile(of, path);
    if (file === undefined)
      throw new BadPackage(of.title, `it lacks ${specifier}, which ${from.file} imports`);
    const instead = browserInstead(of, file);
    return instead === undefined ? { of, file } : replaced(tree, from, instead, require);
  }
  if (specifier.startsWith('#')) {
    const meant = privateImport(of, specifier, { require });
    if (meant === undefined) throw new BadPackage(of.title, `it does not say what "${specifier}" is`);
    return meant.startsWith('.') ? { of, file: joinedPath('', meant)! } : resolve(tree, from, meant, require);
  }
  const instead = browserInstead(of, specifier);
  if (instead !== undefined) return replaced(tree, from, instead, require);
  const [name, subpath] = splitSpecifier(specifier);
  const isOwn = name === of.json.name;
  const { dependencies, peerDependencies } = of.json;
  if (!isOwn && node.test(specifier) && !dependencies?.[name] && !peerDependencies?.[name])
    return { absent: specifier };
  const owner = isOwn ? of : await tree.dependency(name, of);
  const file = entryFile(owner, subpath, { require });
  if (file === undefined)
    throw new BadPackage(of.title, `it imports "${specifier}", which ${owner.title} does not have`);
  const other = browserInstead(owner, file);
  return other === undefined ? { of: owner, file } : replaced(tree, { of: owner, file }, other, require);
}

/** What a package has for browsers in place of another thing. */
async function replaced(
  tree: PackageTree,
  from: Target,
  instead: string | false,
  require: boolean,
): Promise<Target | Absent> {
  if (instead === false) return empty;
  if (!instead.startsWith('.')) return resolve(tree, from, instead, require);
  const file = existingFile(from.of, joinedPath('', instead) ?? '');
  if (file === undefined) throw new BadPackage(from.of.title, `it lacks ${instead}`);
  return { of: from.of, file };
}

/** What esbuild says, or what stopped it: an error of ours, which comes back as a detail. */
function failure(title: string, error: unknown): DagbookError {
  const [first] = (error as { errors?: readonly { text: string; detail?: unknown }[] }).errors ?? [];
  if (first?.detail instanceof DagbookError) return first.detail;
  return new BadPackage(title, `it cannot be made one module (${first?.text ?? error})`);
}
