/** A line of a stack trace; with the cell that it lies in, as far as it lies in one, and what was called there. */
export interface StackFrame {
  readonly text: string;
  /** By name, or by id where the name is not its own. */
  readonly cell?: string;
  /** From 1. */
  readonly line?: number;
  readonly called?: string;
}

const frame = /^\s*(?:at\s+)?(.*?)[\s(@]*notebook:\/\/\/([^\s()]*?)\.ts:(\d+):\d+\)?$/;

/** The lines of a stack trace of any browser or of Node. */
export const stackFrames = (stack: string): readonly StackFrame[] =>
  stack
    .split('\n')
    .filter((text) => text.trim() !== '')
    .map((text) => {
      const [, called, label, line] = frame.exec(text) ?? [];
      if (label === undefined) return { text };
      return { text, cell: decoded(label), line: Number(line), called: called?.trim() };
    });

function decoded(label: string): string {
  try {
    return decodeURIComponent(label);
  } catch {
    return label;
  }
}
