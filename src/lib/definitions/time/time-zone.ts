const day = 86_400_000;
/** Offsets are sampled this often (6.2 days): no zone has changed its clock twice within that time and back. */
const stretch = 2 ** 29;

/** The offset before and after the one transition within a stretch; `at` is Infinity where there is none. */
interface Stretch {
  readonly at: number;
  readonly before: number;
  readonly after: number;
}

/**
 * The clock of a place. Instants are milliseconds since 1970 in UTC; a wall time is what the clock on the wall shows,
 * as the instant at which a clock in UTC shows the same. Offsets are found once per stretch of time: asking `Intl`
 * anew for each of 100,000 partitions, and for what lies around it, would take half a second.
 */
export class TimeZone {
  readonly #format: Intl.DateTimeFormat;
  readonly #stretches = new Map<number, Stretch>();

  constructor(name: string) {
    this.#format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
  }

  /** Wall time minus instant, in milliseconds. */
  offsetAt(instant: number): number {
    const { at, before, after } = this.#stretchOf(instant);
    return instant < at ? before : after;
  }

  wallAt(instant: number): number {
    return instant + this.offsetAt(instant);
  }

  /** When the clock shows `wall`: once, twice (clocks went back over it; earlier first), or never (they skipped it). */
  instantsOf(wall: number): readonly number[] {
    const before = this.offsetAt(wall - day);
    const after = this.offsetAt(wall + day);
    if (before === after) return [wall - before];
    return [wall - before, wall - after].filter((instant) => this.wallAt(instant) === wall);
  }

  /** For a wall time that the clock skips: the first instant after the gap. */
  endOfGap(wall: number): number {
    const latest = wall - this.offsetAt(wall - day);
    const { at } = this.#stretchOf(latest);
    return at <= latest ? at : this.#stretchOf(latest - day).at;
  }

  /** Whether the clock shows this time for the second time. */
  isRepeated(instant: number): boolean {
    const instants = this.instantsOf(this.wallAt(instant));
    return instants.length > 1 && instants[1] === instant;
  }

  #stretchOf(instant: number): Stretch {
    const index = Math.floor(instant / stretch);
    let found = this.#stretches.get(index);
    if (!found) this.#stretches.set(index, (found = this.#sample(index * stretch)));
    return found;
  }

  #sample(start: number): Stretch {
    const before = this.#ask(start);
    const after = this.#ask(start + stretch);
    if (before === after) return { at: Infinity, before, after };
    let [low, high] = [start / 1000, (start + stretch) / 1000];
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (this.#ask(middle * 1000) === before) low = middle;
      else high = middle;
    }
    return { at: Math.floor(high) * 1000, before, after };
  }

  /** `Intl` writes the offset as `GMT+05:30`, and `GMT` where there is none. */
  #ask(instant: number): number {
    const [, sign, hours = 0, minutes = 0, seconds = 0] =
      /GMT([+-])(\d+):(\d+)(?::(\d+))?/.exec(this.#format.format(instant)) ?? [];
    return (sign === '-' ? -1000 : 1000) * (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds));
  }
}

const zones = new Map<string, TimeZone>();

export function timeZone(name: string): TimeZone {
  let zone = zones.get(name);
  if (!zone) zones.set(name, (zone = new TimeZone(name)));
  return zone;
}

/** Whether it is a name of the IANA time zone database, such as `Europe/Berlin`; newer engines know `+05:00` too. */
export function isTimeZone(name: unknown): name is string {
  if (typeof name !== 'string' || !/^[A-Za-z]/.test(name)) return false;
  try {
    return timeZone(name) instanceof TimeZone;
  } catch {
    return false;
  }
}
