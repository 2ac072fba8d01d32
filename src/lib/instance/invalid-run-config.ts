import { DagbookError } from '../base/errors';
import type { ConfigIssue } from '../location/isolate';

/** A run config that does not fit what the run needs: everything that is wrong with it, at once. Nothing was launched. */
export class InvalidRunConfig extends DagbookError {
  static override readonly name: string = 'InvalidRunConfig';
  readonly issues: readonly ConfigIssue[];

  constructor(issues: readonly ConfigIssue[]) {
    const [first] = issues;
    const general = 'Correct the config; nothing was launched.';
    if (first && issues.length === 1)
      super(`The run config is wrong in one place:\n  ${lineOf(first)}`, { remedy: first.remedy ?? general });
    else
      super(`The run config is wrong in ${issues.length} places:\n  ${issues.map(linesOf).join('\n  ')}`, {
        remedy: general,
      });
    this.issues = issues;
  }
}

const lineOf = ({ path, message }: ConfigIssue): string =>
  message.includes(path) ? message : `${path}: ${message}`;

/** Among others an issue has its remedy right below it. */
const linesOf = (issue: ConfigIssue): string =>
  issue.remedy === undefined ? lineOf(issue) : `${lineOf(issue)}\n    ${issue.remedy}`;
