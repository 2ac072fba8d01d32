import { type Extension, StateEffect } from '@codemirror/state';
import { card } from './card';
import { completion } from './completion';
import { linkOnClick } from './go-to';
import type { NotebookCode } from './notebook-code.svelte';
import { problemMarks } from './problem-marks';
import { nameInfo } from './name-info';
import { popups } from './popups';
import { signatureHelp } from './signature-help';

/** A cell as the extensions of its editor ask about it. */
export interface CellCode {
  readonly code: NotebookCode;
  readonly cell: string;
}

/** What turns the plain editor of a cell into one that knows the notebook. */
export function cellExtension(about: CellCode): StateEffect<unknown> {
  const extension: Extension = [
    popups(),
    card,
    completion(about),
    nameInfo(about),
    signatureHelp(about),
    problemMarks,
    linkOnClick(about),
  ];
  return StateEffect.appendConfig.of(extension);
}
