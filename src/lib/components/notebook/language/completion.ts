import {
  type Completion,
  type CompletionContext,
  type CompletionResult,
  pickedCompletion,
} from '@codemirror/autocomplete';
import type { Extension } from '@codemirror/state';
import type { CompletionItem } from '../../../language/language';
import type { CellCode } from './cell-extension';
import { descriptionElement } from './description';
import { completing } from './popups';

/** TypeScript's kinds in CodeMirror's words, which have an icon. */
const icons: Readonly<Record<string, string>> = {
  const: 'constant',
  let: 'variable',
  var: 'variable',
  'local var': 'variable',
  parameter: 'variable',
  function: 'function',
  'local function': 'function',
  method: 'method',
  property: 'property',
  getter: 'property',
  setter: 'property',
  class: 'class',
  interface: 'interface',
  type: 'type',
  'primitive type': 'type',
  'type parameter': 'type',
  enum: 'enum',
  'enum member': 'enum',
  module: 'namespace',
  keyword: 'keyword',
  string: 'text',
};

export const completion = (about: CellCode): Extension =>
  completing({ override: [(context) => complete(about, context)] });

async function complete(about: CellCode, context: CompletionContext): Promise<CompletionResult | null> {
  const { pos, explicit, state } = context;
  const before = state.sliceDoc(Math.max(0, pos - 1), pos);
  if (!explicit && !/[\p{ID_Continue}$.'"`#]/u.test(before)) return null;
  if (!explicit && /^\d/.test(context.matchBefore(/[\p{ID_Continue}$]+/u)?.text ?? '')) return null;
  const found = await about.code.ask((language) => language.complete(about.cell, pos));
  if (!found || context.aborted || found.items.length === 0) return null;
  return {
    from: found.from,
    options: found.items.map((item) => option(about, pos, item)),
    validFor: /^[\p{ID_Continue}$]*$/u,
  };
}

function option(about: CellCode, position: number, item: CompletionItem): Completion {
  const { label, kind, rank, isDeprecated, source } = item;
  const details = () => about.code.ask((language) => language.describeItem(about.cell, position, item));
  return {
    label,
    type: `${icons[kind] ?? 'text'}${isDeprecated ? ' deprecated' : ''}`,
    boost: Math.max(-99, (11 - rank) * 6),
    ...(source && { detail: source }),
    info: async () => {
      const found = await details();
      return found ? descriptionElement(found) : null;
    },
    apply: async (view, picked, from, to) => {
      view.dispatch({
        changes: { from, to, insert: label },
        selection: { anchor: from + label.length },
        annotations: pickedCompletion.of(picked),
        userEvent: 'input.complete',
      });
      if (!source) return;
      const { texts } = about.code;
      const edits = (await details())?.edits;
      if (edits) await about.code.apply(edits, texts);
    },
  };
}
