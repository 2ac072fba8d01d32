import type { MimeBundle } from '../../definitions/display';

/** Outputs of one cell that are taken over, and characters of each MIME type. */
const [mostOutputs, mostCharacters] = [50, 12_000_000];

/**
 * The outputs of a cell (nbformat 4: `execute_result`, `display_data`, `stream`, `error`) as MIME bundles of texts. What is
 * none of these, or too large, is left out: the file may be anybody's.
 */
export function ipynbOutputBundles(outputs: unknown): readonly MimeBundle[] {
  if (!Array.isArray(outputs)) return [];
  return outputs.slice(0, mostOutputs).flatMap((output: unknown): readonly MimeBundle[] => {
    const { output_type: type, data, text, traceback } = (output ?? {}) as Record<string, unknown>;
    if (type === 'stream') return textOf(text) === undefined ? [] : [{ 'text/plain': textOf(text) }];
    if (type === 'error') return [{ 'text/plain': uncolored(textOf(traceback, '\n') ?? '') }];
    if (type !== 'execute_result' && type !== 'display_data') return [];
    const entries = Object.entries((data ?? {}) as Record<string, unknown>).flatMap(([mime, content]) => {
      const found = textOf(content);
      return found === undefined ? [] : [[mime, found] as const];
    });
    return entries.length > 0 ? [Object.fromEntries(entries)] : [];
  });
}

/** A text, or lines of one, as nbformat writes them. */
function textOf(content: unknown, between = ''): string | undefined {
  const lines = typeof content === 'string' ? [content] : content;
  if (!Array.isArray(lines) || !lines.every((line) => typeof line === 'string')) return undefined;
  const text = lines.join(between);
  return text.length > mostCharacters ? undefined : text;
}

/** Without the codes by which terminals colour. */
// eslint-disable-next-line no-control-regex -- ESC begins such a code
const uncolored = (text: string): string => text.replace(/\x1b\[[\d;]*m/g, '');
