import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLMap } from 'yaml';
import { locationName } from '$lib/instance/node/add-notebook-file';
import { DagbookError } from '$lib/base/errors';
import { UsageError } from './usage-error';

/** A notebook file that is loaded as the code location `name`. */
export interface NamedNotebook {
  readonly file: string;
  readonly name: string;
}

const example = 'load_from:\n    - notebook: { relative_path: sales.nb.ts, location_name: sales }';

/** The notebooks that a `workspace.yaml` names, in its order. */
export async function readWorkspace(path: string): Promise<readonly NamedNotebook[]> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new UsageError(`${path} cannot be read`, { remedy: '-w names a workspace.yaml.', cause });
  });
  return parseWorkspace(text, path);
}

/** Throws `InvalidWorkspace` with the line and the remedy. Paths are relative to the file, which lies at `path`. */
export function parseWorkspace(text: string, path: string): readonly NamedNotebook[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const wrong = (message: string, at: number | undefined, remedy: string) =>
    new DagbookError(message, {
      name: 'InvalidWorkspace',
      remedy,
      at: { file: path, line: lines.linePos(at ?? 0).line },
    });
  const [broken] = document.errors;
  if (broken)
    throw wrong(`Not YAML: ${broken.message.split(' at line ')[0]}`, broken.pos[0], 'Correct the line.');

  const root = document.contents;
  const loadFrom = isMap(root) ? root.get('load_from', true) : undefined;
  if (!isMap(root) || !isSeq(loadFrom))
    throw wrong('There is no list load_from', startOf(root), `Write:\n  ${example}`);
  onlyKeys(root, ['load_from']);
  const notebooks = loadFrom.items.map((item) => notebookOf(item as Node));
  if (notebooks.length === 0)
    throw wrong('load_from names no notebook', startOf(loadFrom), `Write:\n  ${example}`);
  const seen = new Set<string>();
  notebooks.forEach(({ name }, index) => {
    if (seen.has(name))
      throw wrong(
        `Two notebooks are named ${name}`,
        startOf(loadFrom.items[index] as Node),
        'Give one of them another location_name.',
      );
    seen.add(name);
  });
  return notebooks;

  function notebookOf(item: Node): NamedNotebook {
    const remedy = 'An entry is written - notebook: { relative_path: sales.nb.ts, location_name: sales }';
    if (!isMap(item)) throw wrong('An entry of load_from is no notebook', startOf(item), remedy);
    onlyKeys(item, ['notebook']);
    const value = item.get('notebook', true) as Node | undefined;
    if (isScalar(value) && typeof value.value === 'string') return named(value.value, undefined, value);
    if (!isMap(value)) throw wrong('notebook: names no file', startOf(item), remedy);
    onlyKeys(value, ['relative_path', 'location_name']);
    const file = value.get('relative_path');
    const name = value.get('location_name');
    if (typeof file !== 'string') throw wrong('relative_path is missing', startOf(value), remedy);
    if (name !== undefined && typeof name !== 'string')
      throw wrong('location_name is no text', startOf(value), 'Put it in quotes.');
    return named(file, name, value);
  }

  function named(file: string, name: string | undefined, at: Node): NamedNotebook {
    if (!file.endsWith('.nb.ts'))
      throw wrong(`${file} is no notebook`, startOf(at), 'A notebook is a file whose name ends in .nb.ts.');
    return { file: resolve(dirname(path), file), name: name ?? locationName(file) };
  }

  function onlyKeys(map: YAMLMap, known: readonly string[]): void {
    for (const { key } of map.items)
      if (!known.includes(String(key)))
        throw wrong(
          `There is no setting ${String(key)}`,
          startOf(key as Node),
          `Here may stand: ${known.join(', ')}.`,
        );
  }
}

const startOf = (node: Node | null | undefined): number | undefined => node?.range?.[0];
