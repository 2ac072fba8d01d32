import { serializeError, type SerializedError } from '../../base/errors';
import type { ConfigIssue } from '../../instance/instance';

/** What the engine says of a config, asked when typing rests (300 ms). Made while a component is. */
export class LiveIssues {
  /** Of the last answer. */
  issues: readonly ConfigIssue[] = $state.raw([]);
  /** Why there was none. */
  failure = $state.raw<SerializedError>();
  /** Whether the answer is to what is written now. */
  isCurrent = $state(false);

  /** `question` is read as an effect; `undefined` where there is nothing to ask. */
  constructor(
    question: () => (() => Promise<readonly ConfigIssue[]>) | undefined,
    issues: readonly ConfigIssue[] = [],
  ) {
    this.issues = issues;
    $effect(() => {
      const ask = question();
      this.isCurrent = false;
      this.failure = undefined;
      if (!ask) return;
      let isOutdated = false;
      const timer = setTimeout(async () => {
        try {
          const issues = await ask();
          if (isOutdated) return;
          this.issues = issues;
          this.isCurrent = true;
        } catch (thrown) {
          if (!isOutdated) this.failure = serializeError(thrown);
        }
      }, 300);
      return () => {
        isOutdated = true;
        clearTimeout(timer);
      };
    });
  }
}
