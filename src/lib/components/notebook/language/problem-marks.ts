import { type Diagnostic, lintGutter, setDiagnostics } from '@codemirror/lint';
import type { EditorState, Extension, TransactionSpec } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';
import type { Problem } from '../../../language/language';
import { m } from '../../../words/generated/messages.js';
import { announce } from './announce';
import { closeCard, openCard } from './card';
import type { CellCode } from './cell-extension';
import { fixWords } from './fix-words';
import { problemText } from './problem-text';

/** Room beside the lines for the marks of problems. */
export const problemMarks: Extension = lintGutter();

/** A squiggle under each problem and a mark beside its line; both say what it is and offer the ways out. */
export function shownProblems(
  state: EditorState,
  problems: readonly Problem[],
  about: CellCode,
): TransactionSpec {
  const length = state.doc.length;
  const marks = problems
    .filter(({ to }) => to <= length)
    .map((problem): Diagnostic => {
      const { from, to, severity } = problem;
      return {
        from,
        to: Math.max(to, Math.min(from + 1, length)),
        severity,
        message: problemText(problem, about.code),
        renderMessage: (view) => problemElement(view, about, [problem]).element,
      };
    });
  return setDiagnostics(state, marks);
}

/** Opens what is wrong at the caret, with its fixes as buttons, and enters it. */
export async function showFixes(view: EditorView, about: CellCode): Promise<void> {
  const { head } = view.state.selection.main;
  const here = problemsAt(view, about, head);
  if (here.length === 0) return announce(view, m.language_no_problem());
  const { element, complete } = problemElement(view, about, here);
  await complete;
  openCard(view, { position: head, element, label: m.language_problem(), isEntered: true });
}

/** Goes to the next problem of the cell, round and round, and has it read out. */
export function goToProblem(view: EditorView, { code, cell }: CellCode): void {
  const { head } = view.state.selection.main;
  const problems = [...(code.problems.get(cell) ?? [])].sort((a, b) => a.from - b.from);
  const next = problems.find(({ from }) => from > head) ?? problems[0];
  if (!next) return announce(view, m.language_no_problem());
  view.dispatch({ selection: { anchor: next.from }, scrollIntoView: true });
  const { element } = problemElement(view, { code, cell }, [next]);
  openCard(view, { position: next.from, element, label: m.language_problem() });
  announce(view, problemText(next, code));
}

const problemsAt = (view: EditorView, { code, cell }: CellCode, position: number): readonly Problem[] => {
  const line = view.state.doc.lineAt(position);
  const ofLine = (code.problems.get(cell) ?? []).filter(({ from, to }) => from <= line.to && to >= line.from);
  const exact = ofLine.filter(({ from, to }) => from <= position && to >= position);
  return exact.length > 0 ? exact : ofLine;
};

/** `complete` resolves when the fixes are there. */
function problemElement(
  view: EditorView,
  about: CellCode,
  problems: readonly Problem[],
): { readonly element: HTMLElement; readonly complete: Promise<unknown> } {
  const element = document.createElement('div');
  element.className = 'cm-problem';
  // Where there is no fix, the text itself is what is entered.
  element.tabIndex = -1;
  const added = problems.map((problem) => {
    const message = document.createElement('p');
    message.textContent = problemText(problem, about.code);
    const fixes = document.createElement('div');
    fixes.className = 'cm-fixes';
    element.append(message, fixes);
    return addFixes(view, about, problem, fixes);
  });
  return { element, complete: Promise.all(added) };
}

async function addFixes(
  view: EditorView,
  { code, cell }: CellCode,
  problem: Problem,
  place: HTMLElement,
): Promise<void> {
  const { texts } = code;
  const fixes = await code.ask((language) => language.fixes(cell, problem));
  for (const fix of fixes ?? []) {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = fixWords(fix, code);
    button.addEventListener('click', () => {
      closeCard(view);
      if (fix.kind === 'moveCell') code.move(fix.cell, fix.after);
      else void code.apply(fix.edits, texts);
    });
    place.append(button);
  }
}
