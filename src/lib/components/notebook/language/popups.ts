import {
  acceptCompletion,
  autocompletion,
  closeCompletion,
  completionStatus,
} from '@codemirror/autocomplete';
import { type Extension, Prec } from '@codemirror/state';
import { EditorView, keymap, type Rect, tooltips } from '@codemirror/view';
import { popupMark } from './card';
import { languageTheme } from './language-theme';

/** Popups stand over the cells, which hide what goes beyond them, and inside the page's main part. */
export const popups = (): Extension => [
  tooltips({ parent: document.querySelector('main') ?? document.body, tooltipSpace: spaceOfCells }),
  languageTheme,
];

/** The window but for the notebook's head, which has its height in `--top`: what it holds is never covered. */
function spaceOfCells({ dom }: EditorView): Rect {
  const { clientWidth, clientHeight } = document.documentElement;
  const top = Number.parseFloat(getComputedStyle(dom).getPropertyValue('--top')) || 0;
  return { left: 0, top, right: clientWidth, bottom: clientHeight };
}

let marking: ReturnType<typeof setTimeout> | undefined;

/**
 * The list is moved through by keys of the text, which those who check a page cannot know. It is looked for among all
 * cells, which no key should wait for.
 */
const markList = () => document.querySelector('.cm-tooltip-autocomplete > ul')?.setAttribute('tabindex', '0');

/** Completion as every cell has it: Tab takes what is chosen, Escape closes the list before it leaves the text. */
export const completing = (config: Parameters<typeof autocompletion>[0]): Extension => [
  autocompletion({ maxRenderedOptions: 60, ...config }),
  Prec.high(keymap.of([{ key: 'Tab', run: acceptCompletion }])),
  popupMark(({ state }) => completionStatus(state) === 'active'),
  EditorView.updateListener.of(({ state, view }) => {
    if (completionStatus(state) !== 'active') return;
    // What was found comes too late where the caret has gone elsewhere meanwhile.
    if (!view.hasFocus) queueMicrotask(() => closeCompletion(view));
    clearTimeout(marking);
    marking = setTimeout(markList, 100);
  }),
];
