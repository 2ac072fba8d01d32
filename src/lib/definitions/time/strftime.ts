/**
 * Times as text by the directives of `strftime`, as partition keys are written in Dagster. Wall times and offsets are
 * milliseconds (see `TimeZone`).
 */
const minute = 60_000;
const day = 86_400_000;

const months = 'January February March April May June July August September October November December'.split(
  ' ',
);
const weekdays = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');

/** What a text says, as far as it says it. */
type Parts = Partial<
  Record<'Y' | 'm' | 'd' | 'j' | 'G' | 'V' | 'u' | 'H' | 'I' | 'p' | 'M' | 'S' | 'f' | 'z', number>
>;

interface Directive {
  readonly write: (date: Date, offset: number) => string;
  readonly pattern: string;
  readonly read: (text: string) => Parts;
}

const pad = (value: number, width = 2): string => String(value).padStart(width, '0');

const digits = (part: keyof Parts, width: number, value: (date: Date) => number): Directive => ({
  write: (date) => pad(value(date), width),
  pattern: width === 4 ? '\\d{4}' : `\\d{1,${width}}`,
  read: (text) => ({ [part]: Number(text) }),
});

const named = (names: readonly string[], index: (date: Date) => number, part?: 'm'): Directive => ({
  write: (date) => names[index(date)]!,
  pattern: names.join('|'),
  read: (text) =>
    part ? { [part]: names.findIndex((name) => name.toLowerCase() === text.toLowerCase()) + 1 } : {},
});

const short = (names: readonly string[]) => names.map((name) => name.slice(0, 3));
const dayOfYear = (date: Date) =>
  Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / day) + 1;
const isoWeekday = (date: Date) => ((date.getUTCDay() + 6) % 7) + 1;
/** The Thursday of its week: an ISO week belongs to the year that its Thursday is in. */
const thursday = (date: Date) => new Date(date.getTime() + (4 - isoWeekday(date)) * day);
const month = (date: Date) => date.getUTCMonth();
const weekday = (date: Date) => date.getUTCDay();

const directives: Readonly<Record<string, Directive>> = {
  Y: digits('Y', 4, (date) => date.getUTCFullYear()),
  y: {
    ...digits('Y', 2, (date) => date.getUTCFullYear() % 100),
    // POSIX: 69 to 99 are of the last century.
    read: (text) => ({ Y: Number(text) + (Number(text) < 69 ? 2000 : 1900) }),
  },
  m: digits('m', 2, (date) => month(date) + 1),
  d: digits('d', 2, (date) => date.getUTCDate()),
  j: digits('j', 3, dayOfYear),
  G: digits('G', 4, (date) => thursday(date).getUTCFullYear()),
  V: digits('V', 2, (date) => Math.ceil(dayOfYear(thursday(date)) / 7)),
  u: digits('u', 1, isoWeekday),
  H: digits('H', 2, (date) => date.getUTCHours()),
  I: digits('I', 2, (date) => date.getUTCHours() % 12 || 12),
  M: digits('M', 2, (date) => date.getUTCMinutes()),
  S: digits('S', 2, (date) => date.getUTCSeconds()),
  f: {
    ...digits('f', 6, (date) => date.getUTCMilliseconds() * 1000),
    read: (text) => ({ f: Number(text.padEnd(6, '0')) / 1000 }),
  },
  p: {
    write: (date) => (date.getUTCHours() < 12 ? 'AM' : 'PM'),
    pattern: 'AM|PM',
    read: (text) => ({ p: text.toUpperCase() === 'PM' ? 12 : 0 }),
  },
  B: named(months, month, 'm'),
  b: named(short(months), month, 'm'),
  A: named(weekdays, weekday),
  a: named(short(weekdays), weekday),
  z: {
    write: (_, offset) => {
      const minutes = Math.abs(Math.round(offset / minute));
      return `${offset < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60))}${pad(minutes % 60)}`;
    },
    pattern: 'Z|[+-]\\d{2}:?\\d{2}',
    read: (text) => {
      const [, sign, hours, minutes] = /([+-])(\d{2}):?(\d{2})/.exec(text) ?? [];
      return { z: sign ? Number(`${sign}1`) * (Number(hours) * 60 + Number(minutes)) * minute : 0 };
    },
  },
};

/** A time that was read: without an offset it is a time on the wall of whoever reads it. */
export interface WrittenTime {
  readonly wall: number;
  readonly offset?: number;
}

export interface TimeFormat {
  /** Directives that are unknown, such as `%Q`; the format cannot be used if there are any. */
  readonly unknown: readonly string[];
  readonly hasOffset: boolean;
  write(wall: number, offset: number): string;
  /** Absent if the text has not this format, or names no date. */
  read(text: string): WrittenTime | undefined;
}

const formats = new Map<string, TimeFormat>();

/** Directives: %Y %y %m %d %j %B %b %A %a %G %V %u %H %I %p %M %S %f %z %%. */
export function timeFormat(fmt: string): TimeFormat {
  let format = formats.get(fmt);
  if (!format) {
    if (formats.size > 1000) formats.clear();
    formats.set(fmt, (format = compile(fmt)));
  }
  return format;
}

function compile(fmt: string): TimeFormat {
  const pieces: readonly string[] = fmt.match(/%[\s\S]?|[^%]+/g) ?? [];
  const used = pieces.map((piece) =>
    piece.length === 2 && piece[0] === '%' ? directives[piece[1]!] : undefined,
  );
  const literals = pieces.map((piece) => (piece === '%%' ? '%' : piece));
  const source = used.map((directive, i) =>
    directive ? `(${directive.pattern})` : literals[i]!.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'),
  );
  const pattern = new RegExp(`^${source.join('')}$`, 'i');
  const readers = used.filter((directive) => directive !== undefined);
  return {
    unknown: pieces.filter((piece, i) => piece.startsWith('%') && piece !== '%%' && !used[i]),
    hasOffset: pieces.includes('%z'),
    write(wall, offset) {
      const date = new Date(wall);
      let text = '';
      for (let i = 0; i < used.length; i++) text += used[i]?.write(date, offset) ?? literals[i]!;
      return text;
    },
    read(text) {
      const values = pattern.exec(text);
      if (!values) return undefined;
      return timeOf(
        Object.assign({}, ...readers.map((directive, i) => directive.read(values[i + 1]!))) as Parts,
      );
    },
  };
}

function timeOf(parts: Parts): WrittenTime | undefined {
  const { H, I, p = 0, M = 0, S = 0, f = 0, z } = parts;
  const hour = H ?? (I === undefined ? 0 : (I % 12) + p);
  const date = dateOf(parts);
  if (date === undefined || hour > 23 || (I !== undefined && (I < 1 || I > 12)) || M > 59 || S > 59) {
    return undefined;
  }
  return { wall: date + (hour * 60 + M) * minute + S * 1000 + f, ...(z !== undefined && { offset: z }) };
}

/** What is not said is the first: of the year, of the month, of the week. */
function dateOf({ Y = 1900, m = 1, d = 1, j, G, V, u = 1 }: Parts): number | undefined {
  if (G !== undefined && V !== undefined) {
    const firstWeek = thursday(new Date(Date.UTC(G, 0, 4))).getTime();
    const date = firstWeek + ((V - 1) * 7 + u - 4) * day;
    const isRight = V > 0 && u > 0 && u < 8 && thursday(new Date(date)).getUTCFullYear() === G;
    return isRight ? date : undefined;
  }
  const date = new Date(0);
  date.setUTCFullYear(Y, j === undefined ? m - 1 : 0, j ?? d);
  const isRight =
    j === undefined
      ? date.getUTCMonth() === m - 1 && date.getUTCDate() === d
      : date.getUTCFullYear() === Y && j > 0;
  return isRight ? date.getTime() : undefined;
}
