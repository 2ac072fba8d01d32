import type { Problem } from '../../../language/language';
import { m } from '../../../words/generated/messages.js';
import type { NotebookCode } from './notebook-code.svelte';

/** A problem in words. */
export function problemText(problem: Problem, code: Pick<NotebookCode, 'titleOf'>): string {
  switch (problem.rule) {
    case 'typescript':
      return problem.message;
    case 'duplicateName':
      return m.language_duplicate({ name: problem.name, cell: code.titleOf(problem.owner) });
    case 'leakedName':
      return m.language_leaked({ name: problem.name });
    case 'usedBeforeDefinition':
      return m.language_early({ name: problem.name, cell: code.titleOf(problem.owner) });
  }
}
