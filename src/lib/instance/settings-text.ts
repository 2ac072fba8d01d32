import { Document, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLMap } from 'yaml';
import { DagbookError, type SourceLocation } from '../base/errors';
import { defaultSettings, type InstanceSettings, parseSettings } from '../daemon/instance-settings';

/** The file that says the settings of an instance in Node. */
export const settingsFile = 'dagbook.yaml';

/** Names are written as in `dagster.yaml` (`max_concurrent_runs`) or as in code. The error tells file and line. */
export function parseSettingsText(text: string, path = settingsFile): InstanceSettings {
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
  return parseSettings(named(document.toJS(), camelCase), 'the settings', (way) =>
    placeAt(startOf(document.contents, way)),
  );
}

/** All settings as such a file; beside what is not the default stands the default. */
export function settingsText(settings: InstanceSettings): string {
  const document = new Document(named(settings, snakeCase));
  noteDefaults(document.contents as YAMLMap, defaultSettings);
  return document.toString();
}

function noteDefaults({ items }: YAMLMap, defaults: object): void {
  for (const { key, value } of items) {
    const standard = (defaults as Record<string, unknown>)[camelCase(String(key))];
    if (isMap(value)) noteDefaults(value, standard as object);
    else if (isScalar(value) && standard !== undefined && value.value !== standard)
      value.comment = ` default: ${String(standard)}`;
  }
}

const camelCase = (name: string): string =>
  name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The names of settings another way; those of pools, under `limits`, are the user's own. */
function named(value: unknown, way: (name: string) => string): unknown {
  if (Array.isArray(value)) return value.map((each) => named(each, way));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [way(name), name === 'limits' ? inner : named(inner, way)]),
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
