import { keySpace, type KeySpace } from '$lib/definitions/partitions/key-space';
import { MultiPartitionsDefinition } from '$lib/definitions/partitions/multi-partitions';
import type { PartitionsDefinition } from '$lib/definitions/partitions/partitions-definition';
import {
  DynamicPartitionsDefinition,
  StaticPartitionsDefinition,
} from '$lib/definitions/partitions/static-partitions';
import {
  DailyPartitionsDefinition,
  HourlyPartitionsDefinition,
} from '$lib/definitions/partitions/time-window-partitions';
import { downstreamPartitions, upstreamPartitions } from '$lib/graph/partitions/partition-dependencies';
import { PartitionSubset } from '$lib/graph/partitions/partition-subset';
import { median, type Measure, type Measurement } from './measure';

const hour = 3_600_000;
const count = 100_000;
const timezone = 'Europe/Berlin';
const start = Date.UTC(2010, 0, 1);

const named = (prefix: string, length: number) => Array.from({ length }, (_, i) => `${prefix}${i}`);
const dynamicKeys = named('dynamic', count);
const context = { now: start + (count - 1) * hour, dynamicPartitions: () => dynamicKeys };
const hourly = new HourlyPartitionsDefinition({ startDate: '2010-01-01-00:00', timezone });
const daily = new DailyPartitionsDefinition({ startDate: '2010-01-01', timezone });

const definitions: Readonly<Record<string, PartitionsDefinition>> = {
  hourly,
  static: new StaticPartitionsDefinition(named('static', count)),
  dynamic: new DynamicPartitionsDefinition({ name: 'bench' }),
  'multi, 300 × 334': new MultiPartitionsDefinition({
    x: new StaticPartitionsDefinition(named('x', 300)),
    y: new StaticPartitionsDefinition(named('y', 334)),
  }),
};

const time = async (run: () => unknown): Promise<number> => {
  run();
  return median(5, () => {
    const begin = performance.now();
    run();
    return Promise.resolve(performance.now() - begin);
  });
};

const ms = (value: number) => `${value < 10 ? value.toFixed(2) : Math.round(value)} ms`;

function compared(
  what: string,
  ours: number,
  yardstick: string,
  theirs: number,
  atMost: number,
): Measurement {
  return {
    what,
    value: ms(ours),
    yardstick: `${yardstick}: ${ms(theirs)}`,
    ratio: ours / theirs,
    aim: { atMost },
  };
}

/** Two thirds of the keys, with a thousand holes, as partitions fail here and there. */
function withHoles(space: KeySpace, from: number): PartitionSubset {
  const keys = Array.from({ length: Math.floor((space.size * 2) / 3) }, (_, i) => i + from).filter(
    (i) => i % 67 > 0,
  );
  return PartitionSubset.of(
    space,
    keys.map((index) => space.keyAt(index)),
  );
}

async function setOperations(
  name: string,
  definition: PartitionsDefinition,
): Promise<readonly Measurement[]> {
  const space = keySpace(definition.snapshot, context);
  const [a, b] = [withHoles(space, 0), withHoles(space, Math.floor(space.size / 3))];
  const [x, y] = [new Set(a.keys()), new Set(b.keys())];
  const ours = await time(() => [a.union(b), a.intersection(b), a.difference(b)]);
  const theirs = await time(() => [x.union(y), x.intersection(y), x.difference(y)]);
  const stored = await time(() => PartitionSubset.read(space, JSON.parse(JSON.stringify(a.store()))));
  const storedSet = await time(() => new Set(JSON.parse(JSON.stringify([...x])) as string[]));
  const sets = 'the same with Set<string>';
  return [
    compared(`union, intersection, difference; 100,000 keys, ${name}`, ours, sets, theirs, 0.1),
    compared(`subset to JSON and back; 100,000 keys, ${name}`, stored, sets, storedSet, 3),
  ];
}

/** What a list of keys costs that knows neither zones nor formats. */
const isoTexts = () =>
  Array.from({ length: count }, (_, i) => new Date(start + i * hour).toISOString().slice(0, 16));

async function mappings(): Promise<readonly Measurement[]> {
  const hours = withHoles(keySpace(hourly.snapshot, context), 0);
  const days = PartitionSubset.all(keySpace(daily.snapshot, context));
  const [hourKeys, dayKeys] = [new Set(hours.keys()), new Set(days.keys())];
  const two = (n: number) => String(n).padStart(2, '0');
  const down = await time(() =>
    downstreamPartitions({ upstream: hours, downstream: daily.snapshot, context }),
  );
  const up = await time(() => upstreamPartitions({ upstream: hourly.snapshot, downstream: days, context }));
  const plainDown = await time(() => new Set(Array.from(hourKeys, (key) => key.slice(0, 10))));
  const plainUp = await time(
    () => new Set([...dayKeys].flatMap((day) => Array.from({ length: 24 }, (_, i) => `${day}-${two(i)}:00`))),
  );
  const sets = 'the same on texts with Set<string>';
  return [
    compared('100,000 hours to the days that need them', down, sets, plainDown, 0.5),
    compared('all days to the 100,000 hours they need', up, sets, plainUp, 0.5),
  ];
}

export const partitions: Measure = async () => {
  const everyKey = await time(() => hourly.getPartitionKeys({ currentTime: context.now }));
  const cold = await time(() =>
    new HourlyPartitionsDefinition({
      startDate: new Date(start + Math.floor(Math.random() * 1e6) * 1000),
      timezone,
    }).count({ currentTime: context.now }),
  );
  const texts = await time(isoTexts);
  const rows = [
    compared('100,000 hourly keys in a zone', everyKey, 'as many ISO times in UTC as text', texts, 10),
    compared(
      'the first count of 100,000 hours in a zone',
      cold,
      'as many ISO times in UTC as text',
      texts,
      2,
    ),
    ...(await mappings()),
  ];
  for (const [name, definition] of Object.entries(definitions))
    rows.push(...(await setOperations(name, definition)));
  return rows;
};
