import { limits } from '../boundary/limits';

export type Stream = 'stdout' | 'stderr';

const streams = {
  debug: 'stdout', log: 'stdout', info: 'stdout', dir: 'stdout', table: 'stdout', group: 'stdout',
  warn: 'stderr', error: 'stderr', trace: 'stderr',
} as const satisfies Partial<Record<keyof Console, Stream>>; // prettier-ignore

/** Sends what user code writes with `console` (and, in Node, to the process's streams) to `write`, where that wants it. */
export function captureConsole(write: (stream: Stream, text: string) => boolean): void {
  for (const [method, stream] of Object.entries(streams) as [keyof typeof streams, Stream][]) {
    const original = console[method].bind(console) as (...values: unknown[]) => void;
    console[method] = (...values: unknown[]) => {
      if (!write(stream, values.map(shown).join(' '))) original(...values);
    };
  }
  const { process } = globalThis as { process?: NodeJS.Process };
  for (const stream of process ? (['stdout', 'stderr'] as const) : []) {
    const original = process![stream].write.bind(process![stream]) as (
      chunk: unknown,
      ...rest: unknown[]
    ) => boolean;
    process![stream].write = (chunk: unknown, ...rest: unknown[]) =>
      (typeof chunk === 'string' && write(stream, chunk.replace(/\n$/, ''))) || original(chunk, ...rest);
  }
}

/** A value as console text: strings as they are, errors with their stack, data as JSON, the rest by its name. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return value;
  try {
    if (value instanceof Error) return value.stack ?? String(value);
    if (typeof value === 'object' && value !== null) return objectShown(value);
    return typeof value === 'bigint' ? `${value}n` : String(value);
  } catch {
    return Object.prototype.toString.call(value);
  }
}

/** On one line where it fits. */
function objectShown(value: object): string {
  const line = asJson(value);
  return line.length <= 100 ? line : asJson(value, 2);
}

function asJson(value: object, indent?: number): string {
  const above: unknown[] = [];
  let left: number = limits.text;
  const text = JSON.stringify(
    value,
    function (this: unknown, name, part: unknown) {
      while (above.length > 0 && above.at(-1) !== this) above.pop();
      if ((left -= name.length + 8) < 0) return undefined;
      if (typeof part === 'bigint') return `${part}n`;
      if (typeof part === 'function') return `[function ${part.name}]`;
      if (typeof part === 'symbol' || part instanceof Error) return String(part);
      if (typeof part === 'string') left -= part.length;
      if (typeof part !== 'object' || part === null) return part;
      if (above.includes(part)) return '[circular]';
      const plain = plainOf(part);
      above.push(plain);
      return plain;
    },
    indent,
  );
  return left < 0 ? `${text}… (cut)` : text;
}

function plainOf(part: object): object | string {
  if (part instanceof Map) return Object.fromEntries(part);
  if (part instanceof Set) return [...part];
  if (ArrayBuffer.isView(part) || part instanceof ArrayBuffer)
    return `[${part.constructor.name}, ${part.byteLength} bytes]`;
  return part;
}
