/** A day (of the user's zone), a time of day there, or a time with its zone. */
const readable = /^(\d{4})-(\d\d)-(\d\d)(T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d)?)?$/;

/** The first ms of what a text names; `undefined` where it names no time. */
export const timeFrom = (text: string): number | undefined => read(text, 0);

/** The first ms after the day that a text names, or the time that it names. */
export const timeUntil = (text: string): number | undefined => read(text, 1);

/** A text that both read as `time`. */
export const printTime = (time: number): string => new Date(time).toISOString();

/** The day (of the user's zone) that was some days before `now`, as these texts have it. */
export function dayBefore(now: number, days: number): string {
  const at = new Date(now);
  const day = new Date(at.getFullYear(), at.getMonth(), at.getDate() - days);
  const part = (number: number) => String(number).padStart(2, '0');
  return `${day.getFullYear()}-${part(day.getMonth() + 1)}-${part(day.getDate())}`;
}

function read(text: string, days: number): number | undefined {
  const [, year, month, day, time] = readable.exec(text) ?? [];
  const at = time
    ? new Date(text).getTime()
    : new Date(Number(year), Number(month) - 1, Number(day) + days).getTime();
  const exists = new Date(Number(year), Number(month) - 1, Number(day)).getDate() === Number(day);
  return Number.isNaN(at) || !exists ? undefined : at;
}
