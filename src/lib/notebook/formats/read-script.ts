import { parseCell } from '../parse-cell';
import { imported, type Imported } from './imported';

/**
 * Reads a plain script: statements that stand together, parted from the next by an empty line, are a cell. A text that
 * does not parse is one cell, whose error the notebook shows.
 */
export function readScript(text: string): Imported {
  const lines = text
    .replace(/^\uFEFF|^#!.*\n/g, '')
    .replaceAll('\r\n', '\n')
    .split('\n');
  const parsed = parseCell(lines.join('\n'));
  const inside = new Set<number>();
  if ('program' in parsed)
    for (const { start, end } of parsed.program.body)
      for (let at = lineOf(parsed.code, start); at < lineOf(parsed.code, end); at += 1) inside.add(at);
  else lines.forEach((_, at) => inside.add(at));

  const blocks: string[][] = [[]];
  lines.forEach((line, at) => {
    if (line.trim() === '' && !inside.has(at)) blocks.push([]);
    else blocks.at(-1)!.push(line);
  });
  const texts = blocks.map((block) => block.join('\n').replace(/\s+$/, '')).filter((block) => block !== '');
  return imported(texts.map((block) => ({ kind: 'code', text: block })));
}

/** Counted from 0. */
const lineOf = (code: string, offset: number): number => code.slice(0, offset).split('\n').length - 1;
