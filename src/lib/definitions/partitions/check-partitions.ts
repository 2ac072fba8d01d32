import type { Violation } from '../definition-rules';
import { checkCron } from '../time/cron';
import { timeFormat } from '../time/strftime';
import { isTimeZone } from '../time/time-zone';
import { didYouMean } from '../suggestion';
import type {
  DimensionSnapshot,
  DynamicPartitionsSnapshot,
  MultiPartitionsSnapshot,
  PartitionsSnapshot,
  TimeWindowPartitionsSnapshot,
} from './partitions-snapshot';
import { readInstant, timeWindows, windowIndex, windowKey } from './time-windows';

/** All that is wrong with a definition. */
export function checkPartitions(partitions: PartitionsSnapshot): readonly Violation[] {
  switch (partitions.type) {
    case 'static':
      return checkKeys(partitions.keys);
    case 'time_window':
      return checkTimeWindows(partitions);
    case 'dynamic':
      return checkName(partitions);
    case 'multi':
      return checkDimensions(partitions);
  }
}

// eslint-disable-next-line no-control-regex
const control = /[\u0000-\u001f]/;

/** The rules of keys that somebody writes, static or dynamic (Dagster's: no `...`, which is what ranges are written with). */
export function checkKeys(keys: readonly string[]): readonly Violation[] {
  const seen = new Set<string>();
  return keys.flatMap((key): Violation[] => {
    if (typeof key !== 'string' || key === '') {
      const remedy = 'A key is text of at least one character.';
      return [{ message: `${JSON.stringify(key)} is not a partition key`, remedy }];
    }
    const violations: Violation[] = [];
    if (key.includes('...') || control.test(key)) {
      const remedy = 'A key may have neither "..." (it makes a range) nor control characters in it.';
      violations.push({ message: `partition key ${JSON.stringify(key)} is not legal`, remedy });
    }
    if (seen.has(key)) {
      violations.push({ message: `partition key "${key}" is there twice`, remedy: 'Give each key once.' });
    }
    seen.add(key);
    return violations;
  });
}

const checkName = ({ name }: DynamicPartitionsSnapshot): readonly Violation[] =>
  typeof name === 'string' && name.trim() !== ''
    ? []
    : [
        {
          message: 'dynamic partitions have no name',
          remedy: 'Give the name option: keys are kept under it.',
        },
      ];

function checkTimeWindows(partitions: TimeWindowPartitionsSnapshot): readonly Violation[] {
  const { cronSchedule, timezone, start, end, fmt, endOffset, exclusions = [] } = partitions;
  const { unknown } = timeFormat(fmt);
  const violations: Violation[] = [...checkCron(cronSchedule)];
  if (!isTimeZone(timezone)) violations.push(zoneViolation(timezone));
  if (unknown.length > 0) {
    violations.push({
      message: `fmt "${fmt}" has ${unknown.join(' and ')} in it`,
      remedy: 'Use directives of strftime such as %Y %m %d %H %M %S %z; "%%" is a percent sign.',
    });
  }
  if (!Number.isInteger(endOffset)) {
    const remedy = 'Give a whole number of partitions: 1 adds one that has not ended yet, -1 holds one back.';
    violations.push({ message: `endOffset ${endOffset} is not a whole number`, remedy });
  }
  if (end !== undefined && end <= start) {
    const [from, to] = [start, end].map((instant) => new Date(instant).toISOString());
    violations.push({
      message: `it ends (${to}) before it starts (${from})`,
      remedy: 'Let endDate be later than startDate.',
    });
  }
  for (const exclusion of exclusions)
    if (typeof exclusion === 'string') violations.push(...checkCron(exclusion));
  // A date that could not be read is NaN, and has been named.
  return violations.length > 0 || Number.isNaN(start) ? violations : checkKeysTell(partitions);
}

/** Each key must lead back to its own window; looked at for the first windows, and for one of each longer period. */
function checkKeysTell(partitions: TimeWindowPartitionsSnapshot): readonly Violation[] {
  const windows = timeWindows(partitions);
  const first = windows.startOf(0);
  if (first === Infinity) {
    return [{ message: 'its exclusions leave no window', remedy: 'Take out an exclusion.' }];
  }
  const day = 86_400_000;
  const later = [1 / 24, 1, 12, 40, 400].map((days) => windows.startedBefore(first + days * day));
  for (const index of [0, 1, 2, ...later]) {
    const key = windowKey(partitions, windows.startOf(index));
    if (windowIndex(partitions, key, index + 1) === index) continue;
    return [
      {
        message: `fmt "${partitions.fmt}" cannot tell windows apart: "${key}" is the key of several`,
        remedy: 'Add the directives that are missing, such as %Y-%m-%d for days or %Y-%m-%d-%H:%M for hours.',
      },
    ];
  }
  return [];
}

const reserved = /[|,[\]]/;

function checkDimensions({ dimensions }: MultiPartitionsSnapshot): readonly Violation[] {
  const violations: Violation[] = [];
  if (dimensions.length < 2) {
    violations.push({
      message: `it has ${dimensions.length === 1 ? 'one dimension' : 'no dimensions'}; at least two dimensions are required`,
      remedy: 'Add a dimension, or use the one that there is without MultiPartitionsDefinition.',
    });
  }
  for (const { name, partitions } of dimensions) {
    if (name.trim() === '') violations.push({ message: 'a dimension has no name', remedy: 'Name it.' });
    violations.push(...checkDimension(name, partitions));
  }
  return violations;
}

function checkDimension(name: string, partitions: DimensionSnapshot): readonly Violation[] {
  const texts =
    partitions.type === 'static'
      ? partitions.keys
      : partitions.type === 'time_window'
        ? [partitions.fmt]
        : [];
  return texts
    .filter((text) => reserved.test(text))
    .map((text) => ({
      message: `dimension "${name}" has "${text}", and a key of a dimension may not contain | , [ ]`,
      remedy: 'Leave these characters out: they join the keys of dimensions, and lists and ranges of keys.',
    }));
}

const zoneViolation = (timezone: string): Violation => ({
  message: `"${timezone}" is not a time zone`,
  remedy: `Use a name of the IANA database, such as "Europe/Berlin" or "UTC".${didYouMean(
    String(timezone),
    Intl.supportedValuesOf('timeZone'),
  )}`,
});

/** The instant of a date that somebody wrote, or what is wrong with it. */
export function readDate(
  what: string,
  date: string | Date,
  { fmt, timezone }: { fmt: string; timezone: string },
): number | Violation {
  if (typeof date !== 'string') {
    const instant = date instanceof Date ? Number(date) : NaN;
    if (!Number.isNaN(instant)) return instant;
    const example = timeFormat(fmt).write(Date.UTC(2024, 0, 31), 0);
    return { message: `${what} is not a valid date`, remedy: `Give a Date, or text such as "${example}".` };
  }
  const instant = isTimeZone(timezone) ? readInstant(fmt, timezone, date) : 0;
  if (instant !== undefined) return instant;
  const example = timeFormat(fmt).write(Date.UTC(2024, 0, 31), 0);
  return {
    message: `${what} "${date}" is not a date of the format ${fmt}`,
    remedy: `Write it as "${example}", or give fmt as you write dates.${what === 'exclusion' ? ' A cron schedule has five fields.' : ''}`,
  };
}
