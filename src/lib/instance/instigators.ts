import type { Clock } from '../base/clock';
import { DagbookError } from '../base/errors';
import { nextTicks } from '../definitions/time/cron';
import { dueTimes } from '../daemon/ticks/due-ticks';
import type { TickPorts, TickQuestion } from '../daemon/ticks/evaluate';
import {
  idText,
  instigatorsOf,
  isRunning,
  switched,
  type Instigator,
  type SensorInstigator,
} from '../daemon/ticks/instigators';
import { seenBy, type WatchPorts } from '../daemon/ticks/watched-events';
import type { Workspace } from '../daemon/workspace';
import { didYouMean } from '../definitions/suggestion';
import type { InstigatorId, InstigatorState } from '../storage/automation-storage';
import type { Storage } from '../storage/storage';
import type { Backlog, Instance, InstigatorStatus } from './instance';

type InstigatorCommands = Pick<
  Instance,
  'instigators' | 'switchInstigator' | 'setCursor' | 'ticks' | 'previewTick' | 'backlog'
>;

interface InstigatorDeps extends Pick<WatchPorts, 'hearsAll'> {
  readonly storage: Storage;
  readonly workspace: () => Promise<Workspace>;
  readonly evaluateTick: TickPorts['evaluateTick'];
  readonly clock: Clock;
}

/** Times shown ahead. */
const nextShown = 5;
/** Events that a stopped sensor has missed are counted up to here. */
const mostMissed = 1_000;

/** Schedules and sensors: how they stand, switches, cursors, and what they would do. */
export function instigatorCommands(deps: InstigatorDeps): InstigatorCommands {
  const { storage, workspace, evaluateTick, clock } = deps;

  async function find(id: InstigatorId): Promise<Instigator> {
    const all = (await workspace()).locations.flatMap(instigatorsOf);
    const found = all.find((each) => idText(each) === idText(id));
    if (found) return found;
    const names = all.filter(({ location }) => location === id.location).map(({ name }) => name);
    throw new DagbookError(
      `There is no schedule or sensor ${id.name} in ${id.location}.${didYouMean(id.name, names)}`,
      { name: 'InstigatorNotFound', remedy: `It has: ${names.join(', ') || 'none'}.` },
    );
  }

  const stateOf = async (id: InstigatorId): Promise<InstigatorState | undefined> =>
    (await storage.instigators()).find((state) => idText(state) === idText(id));

  return {
    async instigators() {
      const states = new Map((await storage.instigators()).map((state) => [idText(state), state]));
      const all = (await workspace()).locations.flatMap(instigatorsOf);
      const lastTicks = await Promise.all(
        all.map(async ({ location, name }) => (await storage.ticks({ location, name, limit: 1 }))[0]),
      );
      return all.map((instigator, index) => {
        const state = states.get(idText(instigator));
        const running = isRunning(instigator, state);
        const lastTick = lastTicks[index];
        return {
          ...shown(instigator),
          status: running ? 'RUNNING' : 'STOPPED',
          isDefault: state?.status === undefined,
          ...(instigator.type === 'schedule' && {
            nextTicks: nextTicks(
              instigator.definition.cronSchedule,
              instigator.definition.timezone,
              clock.now() + 1,
              nextShown,
            ),
          }),
          ...(state?.cursor !== undefined && { cursor: state.cursor }),
          ...(lastTick && { lastTick }),
        } satisfies InstigatorStatus;
      });
    },

    async switchInstigator(id, to) {
      const instigator = await find(id);
      const before = await stateOf(id);
      const now = clock.now();
      if (to !== 'DEFAULT') return storage.putInstigator(switched(instigator, before, to, now));
      const wanted = instigator.definition.isRunning ? 'RUNNING' : 'STOPPED';
      const { status: _chosen, ...rest } = switched(instigator, before, wanted, now);
      await storage.putInstigator(rest);
    },

    async setCursor(id, cursor) {
      const { location, name, type } = await find(id);
      const { cursor: _old, ...state } = (await stateOf(id)) ?? { location, name, type };
      await storage.putInstigator({ ...state, ...(cursor !== undefined && { cursor }) });
    },

    ticks: (filter) => storage.ticks(filter),

    async previewTick(id, { at, cursor } = {}) {
      const instigator = await find(id);
      const state = await stateOf(id);
      const question = await questionOf(instigator, state, { at: at ?? clock.now(), cursor });
      if (!question) return { outcome: nothing('Nothing has happened that it waits for.'), logs: [] };
      return evaluateTick(instigator, question);
    },

    async backlog(id) {
      const instigator = await find(id);
      const state = await stateOf(id);
      if (instigator.type === 'schedule') {
        const [lastTick] = await storage.ticks({ ...id, limit: 1 });
        const runningSince = isRunning(instigator, state) ? (state?.runningSince ?? 0) : clock.now();
        const progress = { ...instigator, runningSince, ...(lastTick && { lastTick }) };
        return { count: dueTimes(progress, clock.now()).length, isMore: false };
      }
      return missedBy(instigator, state, deps);
    },
  };

  async function questionOf(
    instigator: Instigator,
    state: InstigatorState | undefined,
    { at, cursor = state?.cursor }: { readonly at: number; readonly cursor?: string },
  ): Promise<TickQuestion | undefined> {
    const { name, definition } = instigator;
    if (instigator.type === 'schedule') return { type: 'schedule', name, scheduledExecutionTime: at };
    const { watch } = definition as SensorInstigator['definition'];
    const found = watch && (await seenBy(instigator, watch, { cursor }, deps));
    if (watch && !found) return undefined;
    return {
      type: 'sensor',
      name,
      ...(cursor !== undefined && { cursor }),
      ...(state?.lastRunKey !== undefined && { lastRunKey: state.lastRunKey }),
      ...(found && { seen: found.events }),
    };
  }
}

const nothing = (skipReason: string) => ({
  runRequests: [],
  skipReason,
  dynamicPartitionsRequests: [],
  assetEvents: [],
});

/** What its definition says. */
function shown({ location, name, type, definition, ...rest }: Instigator) {
  const { description, tags, cell } = definition;
  const about = {
    location,
    name,
    type,
    tags,
    jobs: 'job' in definition ? [definition.job] : definition.jobs,
    ...(description !== undefined && { description }),
    ...(cell !== undefined && { cell }),
  };
  if ('cronSchedule' in definition) {
    const { cronSchedule, timezone, overlap } = definition;
    return {
      ...about,
      cronSchedule,
      timezone,
      overlap,
      isPartitioned: 'isPartitioned' in rest && rest.isPartitioned,
    };
  }
  const { minimumIntervalSeconds, watch } = definition;
  return { ...about, minimumIntervalSeconds, ...(watch && { watch }) };
}

/** What a sensor that waits for events has not seen yet. */
async function missedBy(
  sensor: SensorInstigator,
  state: InstigatorState | undefined,
  ports: WatchPorts,
): Promise<Backlog> {
  const { watch } = sensor.definition;
  let cursor = state?.cursor;
  if (!watch || (watch.type === 'run' && cursor === undefined)) return { count: 0, isMore: false };
  let count = 0;
  while (count < mostMissed) {
    const seen = await seenBy(sensor, watch, { cursor }, ports);
    if (!seen) return { count, isMore: false };
    if (seen.events.type === 'assets') {
      const records = Object.values(seen.events.records);
      return { count: records.reduce((sum, each) => sum + each.length, 0), isMore: false };
    }
    count++;
    if (seen.events.type === 'asset') return { count, isMore: false };
    cursor = seen.cursor;
  }
  return { count, isMore: true };
}
