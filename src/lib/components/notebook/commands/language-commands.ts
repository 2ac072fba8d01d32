import { m } from '../../../words/generated/messages.js';
import type { CaretAction } from '../language/notebook-code.svelte';
import type { Command } from './command';

/** What the language service does at the caret. The keys are those of other editors. */
export const languageCommands: readonly Command[] = [
  atCaret('goToDefinition', m.language_key_definition, 'F12'),
  atCaret('showReferences', m.language_key_uses, 'Shift+F12'),
  atCaret('renameAtCaret', m.language_key_rename, 'F2'),
  atCaret('goToProblem', m.language_key_problem, 'F8'),
  atCaret('showFixes', m.language_key_fix, '$mod+Shift+Period'),
  atCaret('showSignature', m.language_key_signature, '$mod+Shift+Space'),
  atCaret('showNameInfo', m.language_key_info, 'Shift+F1'),
];

function atCaret(action: CaretAction, words: () => string, key: string): Command {
  return {
    id: action,
    words,
    keys: { edit: [key] },
    isPossible: ({ language, focus }, id) => language.code !== undefined && focus.editors.has(id),
    run: ({ language }, id) => language.code?.act(action, id),
  };
}
