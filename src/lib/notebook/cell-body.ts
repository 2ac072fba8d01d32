import { oneLine } from './marker';

/** How a cell's text stands in the file: as it is, as line comments, or as JSON strings in line comments. */
export type BodyEncoding = 'verbatim' | 'comment' | 'json';

/** The lines (without LF) that hold a text. */
export function encodeBody(text: string, encoding: BodyEncoding): readonly string[] {
  if (text === '') return [];
  if (encoding === 'json') return text.split(/(?<=\n)/).map((part) => `// ${oneLine(part)}`);
  const lines = text.split('\n');
  return encoding === 'verbatim' ? lines : lines.map((line) => (line === '' ? '//' : `// ${line}`));
}

/** The text that lines hold. Takes any lines: what is not encoded as it should be is taken as it stands. */
export function decodeBody(lines: readonly string[], encoding: BodyEncoding): string {
  if (encoding === 'json') return decodeJson(lines) ?? decodeBody(lines, 'comment');
  return (encoding === 'verbatim' ? lines : lines.map(uncomment)).join('\n');
}

const uncomment = (line: string): string =>
  line.startsWith('// ') ? line.slice(3) : line.startsWith('//') ? line.slice(2) : line;

function decodeJson(lines: readonly string[]): string | undefined {
  try {
    const parts: unknown[] = lines.map((line) => JSON.parse(uncomment(line)));
    return parts.every((part) => typeof part === 'string') ? parts.join('') : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a text has what does not survive as lines of a text file: CR, U+2028, U+2029, half a surrogate pair. */
export const needsJson = (text: string): boolean => /[\r\u2028\u2029]/.test(text) || !text.isWellFormed();
