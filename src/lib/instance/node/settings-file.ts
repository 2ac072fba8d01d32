import { readFile } from 'node:fs/promises';
import { isMap, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { DagbookError, type SourceLocation } from '../../base/errors';
import { type InstanceSettings, parseSettings } from '../../daemon/instance-settings';

/** The settings that the file at `path` says; `undefined` where there is no file. Rejects with `InvalidSettings`. */
export async function readSettingsFile(path: string): Promise<InstanceSettings | undefined> {
  try {
    return parseSettingsFile(await readFile(path, 'utf8'), path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Names are written as in `dagster.yaml` (`max_concurrent_runs`) or as in code. The error tells file and line. */
export function parseSettingsFile(text: string, path: string): InstanceSettings {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const placeAt = (offset = 0): SourceLocation => ({ file: path, line: lines.linePos(offset).line });
  const [broken] = document.errors;
  if (broken)
    throw new DagbookError(`Not YAML: ${broken.message.split(' at line ')[0]}`, {
      name: 'InvalidSettings',
      remedy: 'Correct the line.',
      at: placeAt(broken.pos[0]),
    });
  return parseSettings(inCamelCase(document.toJS()), 'the settings', (way) =>
    placeAt(startOf(document.contents, way)),
  );
}

const camelCase = (name: string): string =>
  name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** The names of settings; those of pools, under `limits`, are the user's own. */
function inCamelCase(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inCamelCase);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      camelCase(name),
      name === 'limits' ? inner : inCamelCase(inner),
    ]),
  );
}

/** Where the setting that `way` leads to begins, or the nearest one around it. */
function startOf(node: Node | null, [step, ...rest]: readonly PropertyKey[]): number | undefined {
  const start = node?.range?.[0];
  if (step === undefined) return start;
  if (isSeq(node)) return startOf(node.items[Number(step)] as Node, rest) ?? start;
  if (!isMap(node)) return start;
  const pair = node.items.find(({ key }) => String(key) === step || camelCase(String(key)) === step);
  if (!pair) return start;
  const value = rest.length > 0 ? startOf(pair.value as Node | null, rest) : undefined;
  return value ?? (pair.key as Node).range?.[0];
}
