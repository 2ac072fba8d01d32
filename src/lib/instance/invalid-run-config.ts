import { DagbookError } from '../base/errors';
import type { ConfigIssue } from '../location/isolate';

/** A run config that does not fit what the run needs: everything that is wrong with it, at once. Nothing was launched. */
export class InvalidRunConfig extends DagbookError {
  static override readonly name: string = 'InvalidRunConfig';
  readonly issues: readonly ConfigIssue[];

  constructor(issues: readonly ConfigIssue[]) {
    const count = issues.length === 1 ? 'one place' : `${issues.length} places`;
    const remedies = new Set(issues.flatMap(({ remedy }) => remedy ?? []));
    super(`The run config is wrong in ${count}:\n  ${issues.map(lineOf).join('\n  ')}`, {
      remedy: [...remedies].join('\n  ') || 'Correct the config; nothing was launched.',
    });
    this.issues = issues;
  }
}

const lineOf = ({ path, message }: ConfigIssue): string =>
  message.includes(path) ? message : `${path}: ${message}`;
