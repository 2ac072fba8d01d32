import { getLocale } from '../words/generated/runtime.js';

const formats = new Map<string, Intl.DateTimeFormat>();

function format(at: number, options: Intl.DateTimeFormatOptions): string {
  const key = getLocale() + JSON.stringify(options);
  const made = formats.get(key) ?? new Intl.DateTimeFormat(getLocale(), options);
  formats.set(key, made);
  return made.format(at);
}

const day = { year: 'numeric', month: 'short', day: 'numeric' } as const;
const clock = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const;

/** A moment (ms since the epoch) with date and seconds, in the user's zone. */
export const absolute = (at: number): string => format(at, { ...day, ...clock });

/** The same moment in UTC, to the millisecond, marked so. */
export const inUtc = (at: number): string =>
  new Date(at).toISOString().replace('T', ' ').replace('Z', ' UTC');

/** A moment in the user's zone and in UTC: what is told on hover. */
export const inBothZones = (at: number): string => `${absolute(at)} · ${inUtc(at)}`;

/** For the marks of a time axis, in the user's zone: 14:00, and Mar 3. */
export const hourAndMinute = (at: number): string =>
  format(at, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
export const dayAndMonth = (at: number): string => format(at, { month: 'short', day: 'numeric' });

/** Time of day with milliseconds, in the user's zone: for logs. */
export const timeOfDay = (at: number): string => format(at, { ...clock, fractionalSecondDigits: 3 });

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** "3 minutes ago"; moments more than 30 days away become a date. */
export function relative(at: number, now: number): string {
  const distance = at - now;
  if (Math.abs(distance) > 30 * 86_400_000) return format(at, day);
  const words = new Intl.RelativeTimeFormat(getLocale(), { numeric: 'auto', style: 'short' });
  for (const [unit, ms] of units) {
    if (Math.abs(distance) >= ms) return words.format(Math.trunc(distance / ms), unit);
  }
  return words.format(0, 'second');
}

/** `ms` in the largest two units that say something: 12ms, 1.4s, 3m 05s, 2h 07m, 1d 4h. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)}ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)}s`;
  const seconds = Math.round(ms / 1000);
  const pad = (n: number) => String(n).padStart(2, '0');
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m ${pad(seconds % 60)}s`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)}h ${pad(Math.floor((seconds % 3600) / 60))}m`;
  return `${Math.floor(seconds / 86_400)}d ${Math.floor((seconds % 86_400) / 3600)}h`;
}

/** Bytes in a unit a person reads: 820 B, 1.2 MB. */
export function bytes(count: number): string {
  const names = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = count < 1 ? 0 : Math.min(names.length - 1, Math.floor(Math.log10(count) / 3));
  const value = count / 1000 ** power;
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${names[power]}`;
}

/** A number with the locale's separators. */
export const number = (value: number): string => value.toLocaleString(getLocale());
