import { parseCell } from './parse-cell';
import { remembered } from './remembered';

/** First tokens that may continue a statement of the cell before; `from` after `export { a }`. */
const mayContinue = /^(?:[([`+\-*/.,?<>=&|^%!]|(?:in|instanceof|as|satisfies|from)(?![\w$]))/;
const space = /^(?:\s+|\/\/.*|\/\*[^]*?\*\/)*/;

/** Whether a cell holds more than comments. */
export const hasCode: (text: string) => boolean = remembered((text) => text.replace(space, '') !== '');

const mayRunOn = remembered((text) => mayContinue.test(text.replace(space, '')));

/**
 * Whether the first statement of a cell would continue the last one of the code before it, if nothing but empty lines
 * and comments stood between them. Cells that do not parse part no better with a separator: `false`.
 */
export function runsOn(before: string, next: string): boolean {
  if (!mayRunOn(next)) return false;
  const parts = [parseCell(before), parseCell(next)];
  const together = parseCell(`${before}\n${next}`);
  let statements = 0;
  for (const part of parts) {
    if ('problem' in part) return false;
    statements += part.program.body.length;
  }
  return 'problem' in together || together.program.body.length !== statements;
}
