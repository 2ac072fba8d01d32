import ts from 'typescript';
import { type NotebookFiles, scopeFile } from './notebook-files';
import type { PackageFiles } from './package-files';

/** File name (`lib.es5.d.ts` …) → text: the declarations of what the language and a worker have. */
export type LibraryTexts = Readonly<Record<string, string>>;

/** As strict as a project of one's own would be, and only what can be taken away without changing what runs. */
export const compilerOptions: ts.CompilerOptions = {
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  moduleDetection: ts.ModuleDetectionKind.Force,
  lib: ['lib.esnext.d.ts', 'lib.webworker.d.ts', 'lib.webworker.asynciterable.d.ts'],
  types: [],
  strict: true,
  verbatimModuleSyntax: true,
  erasableSyntaxOnly: true,
  allowImportingTsExtensions: true,
  skipLibCheck: true,
  noEmit: true,
};

/** TypeScript's language service over a notebook; it reads no file system. `packages` may change. */
export function typescriptService(
  files: NotebookFiles,
  library: LibraryTexts,
  packages: PackageFiles,
): ts.LanguageService {
  const fixed = new Map<string, ts.IScriptSnapshot>();
  const fixedText = (file: string): string | undefined =>
    file.startsWith('/library/') ? library[file.slice('/library/'.length)] : packages.text(file);
  const textOf = (file: string) => files.moduleOf(file)?.text ?? fixedText(file);

  function fixedSnapshot(file: string): ts.IScriptSnapshot | undefined {
    const text = fixed.has(file) ? undefined : fixedText(file);
    if (text !== undefined) fixed.set(file, ts.ScriptSnapshot.fromString(text));
    return fixed.get(file);
  }

  return ts.createLanguageService({
    getCompilationSettings: () => compilerOptions,
    getCurrentDirectory: () => '/',
    getDefaultLibFileName: () => '/library/lib.esnext.d.ts',
    getProjectVersion: () => `${files.version}.${packages.version}`,
    // The packages too: their names are offered before anybody imports them.
    getScriptFileNames: () => [...files.cells.map(({ file }) => file), scopeFile, ...packages.entries()],
    getScriptVersion: (file) => files.moduleOf(file)?.version ?? '0',
    getScriptSnapshot: (file) => {
      const module = files.moduleOf(file);
      return module ? ts.ScriptSnapshot.fromString(module.text) : fixedSnapshot(file);
    },
    fileExists: (file) => textOf(file) !== undefined,
    readFile: textOf,
    resolveModuleNameLiterals: (literals, from) =>
      literals.map(({ text }) => ({ resolvedModule: resolved(text, from, files, packages) })),
  });
}

function resolved(
  specifier: string,
  from: string,
  files: NotebookFiles,
  packages: PackageFiles,
): ts.ResolvedModuleFull | undefined {
  if (specifier === scopeFile || files.cellOfFile(specifier))
    return { resolvedFileName: specifier, extension: ts.Extension.Ts };
  const file = packages.resolve(specifier, from);
  if (file === undefined) return undefined;
  const ending = /\.d\.[cm]?ts$/.exec(file)?.[0] as ts.Extension | undefined;
  return { resolvedFileName: file, extension: ending ?? ts.Extension.Dts, isExternalLibraryImport: true };
}
