import { DagbookError } from '../base/errors';
import { checkAttachment } from './attachment-path';
import type { Cell, Notebook, NotebookHeader } from './notebook';
import { checkPermission } from './permissions';
import { headerId } from './read-cell';
import { sameJson } from './same-cell';

/** The title of a notebook that has none. */
export const untitled = 'Untitled';

type Entries = Readonly<Record<string, unknown>>;

/**
 * Reads the `[notebook]` cell: entries of its marker (`format`, `title`) and of the JSON in its text. Never throws:
 * what is wrong is in `errors` and stands in `header` as if it were absent. Without a title the first heading serves.
 */
export function readHeader(notebook: Notebook): {
  readonly header: NotebookHeader;
  readonly errors: readonly DagbookError[];
} {
  const [cell, ...others] = notebook.cells.filter(({ kind }) => kind === 'notebook');
  const errors = others.map((other) =>
    problem(
      other,
      'A notebook has one header',
      'Move its entries into the first [notebook] cell, and delete it.',
    ),
  );
  const body = cell ? readBody(cell) : {};
  if (body instanceof DagbookError) errors.push(body);
  const entries = { ...(body instanceof DagbookError ? {} : body), ...cell?.unknown };

  function entry<Value>(
    name: string,
    fallback: Value,
    is: (value: unknown) => boolean,
    expected: string,
  ): Value {
    const value = entries[name];
    if (value === undefined) return fallback;
    if (is(value)) return value as Value;
    errors.push(
      problem(cell!, `"${name}" in the header is not ${expected}`, `Make it ${expected}, or remove it.`),
    );
    return fallback;
  }
  const record = (name: string) => entry<Entries>(name, {}, isRecord, 'an object');
  function checked<Value = string>(name: string, check: (key: string, value: unknown) => string | undefined) {
    const good = Object.entries(record(name)).filter(([key, value]) => {
      const wrong = check(key, value);
      if (wrong)
        errors.push(problem(cell!, `"${name}" in the header: ${wrong}`, 'Correct this entry, or remove it.'));
      return !wrong;
    });
    return Object.fromEntries(good) as Record<string, Value>;
  }

  const header = {
    format: entry('format', 1, (value) => value === 1, '1, the only version of the format there is'),
    title:
      entry('title', '', (value) => typeof value === 'string', 'text') || firstHeading(notebook) || untitled,
    imports: checked('imports', (key, value) =>
      typeof value === 'string' ? undefined : `"${key}" is not text`,
    ),
    permissions: checked<readonly string[]>('permissions', checkPermission),
    attachments: checked('attachments', checkAttachment),
  };
  const keyPrefix = entry<string>('keyPrefix', '', isKeyPrefix, 'words with "/" between them');
  return { header: { ...header, ...(keyPrefix && { keyPrefix }) }, errors };
}

/**
 * The notebook with other header entries. An entry stays where it stands; a new one goes into the marker (`format`,
 * `title`) or into the text, one a line. An emptied record is removed. Throws `InvalidHeader` where the text of the
 * header must change but is not JSON.
 */
export function withHeader(notebook: Notebook, changes: Partial<NotebookHeader>): Notebook {
  const found = notebook.cells.find(({ kind }) => kind === 'notebook');
  const cell: Cell = found ?? { id: headerId, kind: 'notebook', text: '', unknown: { format: 1 } };
  const marker: Record<string, unknown> = { ...cell.unknown };
  const body = readBody(cell);
  const text: Record<string, unknown> = body instanceof DagbookError ? {} : { ...body };
  for (const [name, value] of Object.entries(changes)) {
    const inMarker = name in marker || (!(name in text) && (name === 'title' || name === 'format'));
    const place = inMarker ? marker : text;
    if (value === undefined || (isRecord(value) && Object.keys(value).length === 0)) delete place[name];
    else place[name] = value;
    if (!inMarker && body instanceof DagbookError) throw body;
  }
  const isSameText = body instanceof DagbookError || sameJson(text, body);
  if (found && isSameText && sameJson(marker, cell.unknown ?? {})) return notebook;
  const changed = { ...cell, unknown: marker, text: isSameText ? cell.text : headerText(text) };
  return {
    ...notebook,
    cells: found
      ? notebook.cells.map((other) => (other === found ? changed : other))
      : [changed, ...notebook.cells],
  };
}

export const headerText = (entries: Entries): string =>
  Object.keys(entries).length > 0 ? JSON.stringify(entries, null, 2) : '';

/** The JSON of a header's text. */
export function readBody(cell: Cell): Entries | DagbookError {
  if (cell.text.trim() === '') return {};
  try {
    const entries: unknown = JSON.parse(cell.text);
    if (isRecord(entries)) return entries;
    return problem(cell, 'The header is not a JSON object', 'Write its entries between { and }.');
  } catch (error) {
    const [, line, column] = /line (\d+) column (\d+)/.exec(String(error)) ?? [];
    const place = { line: Number(line ?? cell.text.split('\n').length), column: Number(column ?? 1) };
    return problem(
      cell,
      'The header is not JSON',
      'Correct it here: quotes around names, no comma at the end.',
      place,
    );
  }
}

function problem(cell: Cell, message: string, remedy: string, place = { line: 1, column: 1 }): DagbookError {
  return new DagbookError(message, {
    name: 'InvalidHeader',
    remedy,
    at: { cell: cell.name ?? cell.id, ...place },
  });
}

/** A text, such as a title, as what can stand before the keys of assets; empty where nothing of it can. */
export const asKeyPrefix = (text: string): string =>
  text
    .split('/')
    .map((part) => part.replace(/[^\p{L}\p{N}_-]+/gu, '_').replace(/^_+|_+$/g, ''))
    .filter((part) => part !== '')
    .join('/');

/** Whether a text can stand before the keys of assets. */
export const isKeyPrefix = (value: unknown): boolean =>
  typeof value === 'string' && /^[\p{L}\p{N}_-]+(?:\/[\p{L}\p{N}_-]+)*$/u.test(value);

const isRecord = (value: unknown): value is Entries =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function firstHeading({ cells }: Notebook): string | undefined {
  for (const { kind, text } of cells) {
    const heading = kind === 'markdown' && /^#{1,6}[ \t]+(\S.*?)[ \t#]*$/m.exec(text);
    if (heading) return heading[1];
  }
  return undefined;
}
