import type { CodecModules } from '../../artifacts/codecs/encode-value';
import type { SerializedError } from '../../base/errors';
import { definedAt, type Located } from '../../definitions/defined-at';
import type { DefinitionEntry } from '../../definitions/exported-definitions';
import type { DirectNotebook } from '../../location/direct/isolate-host';
import type { CompiledNotebook } from '../../notebook/notebook';
import type { CapturedValues } from './captured-values';
import { definitionEntries, isDefinition, type TestedDefinitions } from './definition-entries';
import { locateInFiles, locateThrown, readBeside } from './notebook-file';
import { collectReplaced } from './replaced-resources';

/** Attached files of a test: path → bytes, text, or what becomes JSON. */
export type TestFiles = Readonly<Record<string, unknown>>;

/** Definitions of this realm that stand for a notebook. */
export interface TestedNotebook extends DirectNotebook {
  readonly compiled: CompiledNotebook;
  readonly readAttachment: (path: string) => Uint8Array;
  /** The very thing that was thrown where this error comes from; `undefined` where nobody threw. */
  readonly thrown: (error: SerializedError) => unknown;
}

export interface TestedNotebookOptions {
  readonly hash: string;
  readonly title: string;
  readonly definitions: TestedDefinitions;
  readonly resources: Readonly<Record<string, unknown>>;
  readonly files: TestFiles;
  readonly captured: CapturedValues;
}

export function testedNotebook(options: TestedNotebookOptions): TestedNotebook {
  const { hash, title, captured } = options;
  const entries = definitionEntries(options.definitions).map(inItsCell);
  const { snapshot, runtime } = collectReplaced(entries, options.resources, locateInFiles);
  const watched = [...runtime.resources].map(([key, each]) => [key, captured.watching(each)] as const);
  const places = entries.flatMap(({ value }) => placesOf(value).map(({ file }) => file));
  const thrown = new Map<string, unknown>();
  return {
    compiled: { hash, title, cells: [], errors: [], attachments: {}, codeVersions: {} },
    loaded: {
      bundle: hash,
      definitions: { ...runtime, resources: new Map(watched) },
      codecModules,
      importReader,
      locate(error) {
        const located = locateThrown(error);
        thrown.set(identity(located), error);
        return located;
      },
    },
    result: { snapshot, errors: [] },
    readAttachment: (path) =>
      path in options.files ? bytesOf(options.files[path]) : readBeside(new Set(places), path),
    thrown: (error) => thrown.get(identity(error)),
  };
}

const placesOf = (value: unknown) =>
  isDefinition(value) ? locateInFiles((value as Located)[definedAt]?.stack ?? '') : [];

function inItsCell(entry: DefinitionEntry): DefinitionEntry {
  const [place] = placesOf(entry.value);
  return place ? { ...entry, cell: place.cell, cellName: place.cellName } : entry;
}

const identity = ({ name, message, stack }: SerializedError) => JSON.stringify([name, message, stack]);

/** Arrow is there where the project under test has it. */
let modules: Promise<CodecModules> | undefined;
const codecModules = () =>
  (modules ??= import('apache-arrow').then(
    (arrow) => ({ arrow }) as CodecModules,
    () => ({}),
  ));

/** SQLite files are read in real isolates only: what reads them there is a text of its own. */
async function importReader(specifier: string): Promise<object> {
  if (specifier === 'dagbook/parquet') return import('../../location/packages/parquet');
  if (specifier === 'apache-arrow') return import('apache-arrow');
  throw new Error(`Nothing here reads with ${specifier}`);
}

function bytesOf(file: unknown): Uint8Array {
  if (file instanceof Uint8Array) return file;
  return new TextEncoder().encode(typeof file === 'string' ? file : JSON.stringify(file));
}
