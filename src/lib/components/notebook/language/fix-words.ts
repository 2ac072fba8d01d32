import type { Fix } from '../../../language/language';
import { m } from '../../../words/generated/messages.js';
import type { NotebookCode } from './notebook-code.svelte';

/** What a fix does, in words. */
export function fixWords(fix: Fix, code: Pick<NotebookCode, 'titleOf'>): string {
  switch (fix.kind) {
    case 'typescript':
      return fix.title;
    case 'rename':
      return m.language_fix_rename({ name: fix.name });
    case 'keepPrivate':
      return m.language_fix_private({ name: fix.name });
    case 'import':
      return m.language_fix_import({ name: fix.name });
    case 'defineFirst':
      return m.language_fix_define({ name: fix.name });
    case 'wrap':
      return m.language_fix_wrap();
    case 'useLet':
      return m.language_fix_let();
    case 'removeImport':
      return m.language_fix_remove_import();
    case 'moveCell':
      return m.language_fix_move({ cell: code.titleOf(fix.after) });
  }
}
