import type { Extension } from '@codemirror/state';
import { type EditorView, hoverTooltip } from '@codemirror/view';
import { m } from '../../../words/generated/messages.js';
import { announce } from './announce';
import { openCard } from './card';
import type { CellCode } from './cell-extension';
import { descriptionElement } from './description';

/** What a name is, where the pointer rests on it. */
export function nameInfo({ code, cell }: CellCode): Extension {
  return hoverTooltip(
    async (view, position) => {
      const found = await code.ask((language) => language.describe(cell, position));
      if (!found || found.to > view.state.doc.length) return null;
      return {
        pos: found.from,
        end: found.to,
        above: true,
        create: () => ({ dom: descriptionElement(found) }),
      };
    },
    { hideOnChange: true, hoverTime: 350 },
  );
}

/** The same at the caret, for those without a pointer; it is also read out. */
export async function showNameInfo(view: EditorView, { code, cell }: CellCode): Promise<void> {
  const { head } = view.state.selection.main;
  const found = await code.ask((language) => language.describe(cell, head));
  if (!found) return;
  openCard(view, { position: found.from, element: descriptionElement(found), label: m.language_info() });
  announce(view, [found.code, found.documentation].join('\n'));
}
