import { expose } from 'comlink';
import library from 'virtual:types/library';
import type { Check } from '$lib/language/language';
import { speak } from '$lib/language/messages';
import { notebookLanguage } from '$lib/language/notebook-language';
import { packageTypes } from '$lib/language/package-types';

const language = notebookLanguage(library, packageTypes);

/** What the page asks, over Comlink: `NotebookLanguage`, but that a check ends by the clock, and in whose words. */
const served = {
  ...language,
  speak,
  /** `budget`: milliseconds, which the last cell may exceed. */
  check(budget: number): Check {
    const end = performance.now() + budget;
    return language.check(() => performance.now() > end);
  },
};

expose(served);
