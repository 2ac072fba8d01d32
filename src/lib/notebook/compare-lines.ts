import { diffComm } from 'node-diff3';

/** A line of two texts: in both, or in one of them. */
export interface ComparedLine {
  readonly type: 'same' | 'added' | 'removed';
  readonly text: string;
}

/** What differs between two texts, line by line: what is gone stands before what came in its place. */
export const compareLines = (before: string, after: string): readonly ComparedLine[] =>
  diffComm(before.split('\n'), after.split('\n')).flatMap(({ common, buffer1, buffer2 }) => [
    ...(common ?? []).map((text) => ({ type: 'same', text }) as const),
    ...(buffer1 ?? []).map((text) => ({ type: 'removed', text }) as const),
    ...(buffer2 ?? []).map((text) => ({ type: 'added', text }) as const),
  ]);
