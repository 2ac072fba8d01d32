import { type Completion, type CompletionContext, type CompletionResult } from '@codemirror/autocomplete';
import type { Extension } from '@codemirror/state';
import { type EditorView, hoverTooltip } from '@codemirror/view';
import { descriptionElement } from '../notebook/language/description';
import { type ConfigEntry, type ConfigPart, entriesAt, valuesAt } from './config-parts';
import { jsonPlaces, jsonSpot } from './json-places';

/** Completes the entries that schemas know and are not there yet, and values of which there is a list. */
export const configSource =
  (parts: () => readonly ConfigPart[]) =>
  ({ state, pos, explicit }: CompletionContext): CompletionResult | null => {
    const text = state.doc.toString();
    const { type, path, from, to } = jsonSpot(text, pos);
    if (from === pos && !explicit) return null;
    const taken = new Set(
      jsonPlaces(text)
        .filter((place) => place.type === 'key' && place.from !== from && isIn(place.path, path))
        .map((place) => place.path.at(-1)),
    );
    const options =
      type === 'key'
        ? entriesAt(parts(), path).filter(({ name }) => !taken.has(name)).map(entryOption) // prettier-ignore
        : valuesAt(parts(), path).map((value) => ({ label: JSON.stringify(value), type: 'enum' }));
    return options.length > 0 ? { from, to, options, filter: true } : null;
  };

const isIn = (path: readonly unknown[], record: readonly unknown[]): boolean =>
  path.length === record.length + 1 && record.every((part, index) => part === path[index]);

const entryOption = (entry: ConfigEntry): Completion => ({
  label: JSON.stringify(entry.name),
  displayLabel: entry.name,
  type: 'property',
  detail: entry.shape,
  boost: entry.isRequired ? 1 : 0,
  info: () => descriptionOf(entry),
  apply: (view, _, from, to) => writeEntry(view, entry, from, to),
});

/** A key that has no value yet gets one that would do, which is selected. */
function writeEntry(view: EditorView, { name, sample }: ConfigEntry, from: number, to: number): void {
  const key = JSON.stringify(name);
  const hasValue = /^\s*:/.test(view.state.sliceDoc(to));
  const value = hasValue ? '' : JSON.stringify(sample);
  const insert = hasValue ? key : `${key}: ${value}`;
  const inner = /^["{[]/.test(value) ? 1 : 0;
  const end = from + insert.length;
  view.dispatch({
    changes: { from, to, insert },
    selection: { anchor: end - value.length + inner, head: end - (hasValue ? 0 : inner) },
    userEvent: 'input.complete',
  });
}

/** What an entry must be, its default and what is written about it, where the pointer rests on its key. */
export const configHover = (parts: () => readonly ConfigPart[]): Extension =>
  hoverTooltip(
    ({ state }, position) => {
      const place = jsonPlaces(state.doc.toString()).find(
        ({ type, from, to }) => type === 'key' && from <= position && position <= to,
      );
      const entry =
        place && entriesAt(parts(), place.path.slice(0, -1)).find(({ name }) => name === place.path.at(-1));
      if (!entry) return null;
      return {
        pos: place.from,
        end: place.to,
        above: true,
        create: () => ({ dom: descriptionOf(entry) }),
      };
    },
    { hideOnChange: true, hoverTime: 350 },
  );

const descriptionOf = ({ name, isRequired, shape, default: given, description }: ConfigEntry): HTMLElement =>
  descriptionElement({
    code: `${name}${isRequired ? '' : '?'}: ${shape}${given === undefined ? '' : ` = ${JSON.stringify(given)}`}`,
    documentation: description ?? '',
  });
