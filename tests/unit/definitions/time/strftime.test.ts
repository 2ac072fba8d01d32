import { timeFormat } from '$lib/definitions/time/strftime';
import { isTimeZone, timeZone } from '$lib/definitions/time/time-zone';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';

const wall = Date.UTC(2024, 1, 9, 15, 4, 5, 60);
const hour = 3_600_000;

describe('times as text', () => {
  it.each([
    ['%Y-%m-%d', '2024-02-09'],
    ['%Y-%m-%d-%H:%M', '2024-02-09-15:04'],
    ['%d/%m/%y %I:%M:%S %p', '09/02/24 03:04:05 PM'],
    ['%A %B', 'Friday February'],
    ['%a %d %b %Y', 'Fri 09 Feb 2024'],
    ['%Y-%j', '2024-040'],
    ['%G-W%V-%u', '2024-W06-5'],
    ['%H:%M:%S.%f', '15:04:05.060000'],
    ['%H%z', '15-0330'],
    ['100%% (%Y)', '100% (2024)'],
  ])('%s', (fmt, text) => expect(timeFormat(fmt).write(wall, -3.5 * hour)).toBe(text));

  it.each([
    ['%Y-%m-%d', '2024-02-09', '2024-02-09T00:00:00.000Z'],
    ['%Y-%m-%d', '2024-2-9', '2024-02-09T00:00:00.000Z'],
    ['%Y-%m', '2024-02', '2024-02-01T00:00:00.000Z'],
    ['%d %b %Y', '9 feb 2024', '2024-02-09T00:00:00.000Z'],
    ['%d %B %Y', '29 February 2024', '2024-02-29T00:00:00.000Z'],
    ['%y%m%d', '690101', '1969-01-01T00:00:00.000Z'],
    ['%I %p %Y', '12 AM 2024', '2024-01-01T00:00:00.000Z'],
    ['%Y-%j', '2024-366', '2024-12-31T00:00:00.000Z'],
    ['%G-W%V', '2020-W53', '2020-12-28T00:00:00.000Z'],
    ['%Y %f', '2024 25', '2024-01-01T00:00:00.250Z'],
  ])('%s reads %s', (fmt, text, expected) => {
    expect(new Date(timeFormat(fmt).read(text)!.wall).toISOString()).toBe(expected);
  });

  it.each([
    ['%Y-%m-%d', '2023-02-29'],
    ['%Y-%m-%d', '2024-13-01'],
    ['%Y-%m-%d', '2024-02-09 '],
    ['%Y-%m-%d', '24-02-09'],
    ['%Y-%j', '2023-366'],
    ['%G-W%V', '2021-W53'],
    ['%H:%M', '24:00'],
    ['%I', '13'],
    ['%Y', ''],
  ])('%s does not read "%s"', (fmt, text) => expect(timeFormat(fmt).read(text)).toBeUndefined());

  it('offsets, and directives that are unknown', () => {
    expect(timeFormat('%H%z').read('15-0330')).toEqual({
      wall: Date.UTC(1900, 0, 1, 15),
      offset: -3.5 * hour,
    });
    expect(timeFormat('%H%z').read('15Z')!.offset).toBe(0);
    expect(timeFormat('%Y %Q %').unknown).toEqual(['%Q', '%']);
  });

  it('what is written is read again', () => {
    const formats = fc.constantFrom(
      '%Y-%m-%d-%H:%M:%S',
      '%d.%m.%Y %H.%M.%S',
      '%Y%j %I%M%S%p',
      '%G-%V-%u %H:%M:%S',
      '%H:%M:%S, %d %B %Y (%a)',
    );
    fc.assert(
      fc.property(
        formats,
        fc.integer({ min: Date.UTC(1970, 0, 1) / 1000, max: Date.UTC(2150, 0, 1) / 1000 }),
        (fmt, seconds) => {
          const format = timeFormat(fmt);
          expect(format.read(format.write(seconds * 1000, 0))).toEqual({ wall: seconds * 1000 });
        },
      ),
    );
  });
});

describe('time zones', () => {
  const names = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
  const instants = fc.integer({ min: Date.UTC(1972, 0, 1), max: Date.UTC(2050, 0, 1) });

  it('the clock shows what Intl says, in all zones', () => {
    fc.assert(
      fc.property(names, instants, (name, instant) => {
        const zone = timeZone(name);
        expect(zone.offsetAt(instant)).toBe(DateTime.fromMillis(instant, { zone: name }).offset * 60_000);
        expect(zone.instantsOf(zone.wallAt(instant))).toContain(instant);
      }),
      { numRuns: 2000 },
    );
  });

  it('a wall time that is skipped ends where the gap ends; one that comes twice has both', () => {
    const berlin = timeZone('Europe/Berlin');
    expect(berlin.instantsOf(Date.UTC(2024, 2, 31, 2, 30))).toEqual([]);
    expect(berlin.endOfGap(Date.UTC(2024, 2, 31, 2, 30))).toBe(Date.UTC(2024, 2, 31, 1));
    const twice = [Date.UTC(2024, 9, 27, 0, 30), Date.UTC(2024, 9, 27, 1, 30)];
    expect(berlin.instantsOf(Date.UTC(2024, 9, 27, 2, 30))).toEqual(twice);
    expect(twice.map((instant) => berlin.isRepeated(instant))).toEqual([false, true]);
  });

  it('which names are zones', () => {
    expect(['UTC', 'US/Central', 'Asia/Seoul', 'Mars', '', '+05:00'].map(isTimeZone)).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});
