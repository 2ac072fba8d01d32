import { newRunId } from '../../base/ids';
import type { InstigatorState } from '../../storage/automation-storage';
import type { Change, Storage } from '../../storage/storage';
import type { MakeDaemonPart } from '../daemon-part';
import { idText, isRunning } from '../ticks/instigators';
import type { PrepareRun } from '../wanted-run';
import type { Workspace } from '../workspace';
import { AutomationEvaluator, type EvaluatorPorts } from './automation-evaluator';
import { readMemory } from './automation-memory';
import { automationsOf, hasAutomation, type Automation } from './automation-scope';
import { automationTick, failedTick } from './automation-tick';
import { EntityGraph } from './entity-graph';

export interface AssetAutomationOptions extends Pick<EvaluatorPorts, 'partitionsContext'> {
  readonly storage: EvaluatorPorts['storage'] & Pick<Storage, 'commitTick' | 'instigators'>;
  readonly workspace: () => Promise<Workspace>;
  readonly prepareRun: PrepareRun;
  readonly clock: { now(): number };
}

/** What is remembered of one automation while this process leads. */
interface Running {
  readonly automation: Automation;
  readonly evaluator: AutomationEvaluator;
  /** As it is stored. */
  cursor: string | undefined;
  readonly truths: Map<string, string>;
  /** Something has happened since it was evaluated. */
  hasNews: boolean;
  next: number;
  /** The tick of the last evaluation, where that requested nothing: the next such one takes its place. */
  idleTick?: string;
}

/** Evaluates automation conditions right after the events that can change them, and when a clock does. */
export const assetAutomation =
  (options: AssetAutomationOptions): MakeDaemonPart =>
  (_wake, onError) => {
    const { storage, workspace, prepareRun, clock } = options;
    const timer = () => performance.now();
    const running = new Map<string, Running>();
    let automations: readonly Automation[] = [];
    let graph: EntityGraph | undefined;
    let seen: Workspace | undefined;
    let isStale = true;
    let isStopped = false;
    let lastEvaluationId = 0;

    /** What runs, as definitions and people say now. */
    async function look(): Promise<void> {
      const current = await workspace();
      if (!isStale && current === seen) return;
      isStale = false;
      const isNew = current !== seen;
      if (isNew) {
        const automated = current.locations.filter(hasAutomation);
        // To build it takes long where there are many assets.
        graph = automated.length > 0 ? new EntityGraph(current) : undefined;
        automations = automated.flatMap((location) => automationsOf(location, graph!));
        seen = current;
      }
      const states = new Map((await storage.instigators()).map((state) => [idText(state), state]));
      const wanted = new Set<string>();
      for (const automation of automations) {
        const id = idText(automation);
        const state = states.get(id);
        if (!isRunning(automation, state)) continue;
        wanted.add(id);
        const known = running.get(id);
        if (isNew || !known || known.cursor !== state?.cursor)
          running.set(id, begun(automation, state, known));
      }
      for (const id of running.keys()) if (!wanted.has(id)) running.delete(id);
    }

    function begun(
      automation: Automation,
      state: InstigatorState | undefined,
      known: Running | undefined,
    ): Running {
      const cursor = state?.cursor;
      const memory = readMemory(cursor);
      lastEvaluationId = Math.max(lastEvaluationId, memory.evaluationId);
      const evaluator = new AutomationEvaluator(automation, graph!, memory, { ...options, timer });
      const truths = known?.truths ?? new Map<string, string>();
      return { automation, evaluator, cursor, truths, hasNews: true, next: -Infinity };
    }

    async function evaluate(each: Running, now: number): Promise<void> {
      const { automation, evaluator } = each;
      each.hasNews = false;
      try {
        const evaluationId = Math.max(lastEvaluationId + 1, now);
        const result = await evaluator.evaluate(now, evaluationId);
        if (result) {
          lastEvaluationId = evaluationId;
          const id = (result.requested.size === 0 ? each.idleTick : undefined) ?? newRunId();
          const about = { id, startedAt: now, graph: graph!, prepareRun, truths: each.truths };
          const { commit, runs } = await automationTick(automation, result, about);
          if (isStopped) return;
          each.cursor = commit.progress!.cursor;
          await storage.commitTick({ ...commit, tick: { ...commit.tick, endedAt: clock.now() } });
          evaluator.accept(result, new Map(runs.map(({ wanted, ids }) => [wanted.runId, ids])));
          if (runs.length > 0) delete each.idleTick;
          else each.idleTick = id;
        }
        each.next = evaluator.nextDue(now);
      } catch (error) {
        evaluator.forget();
        each.next = now + evaluator.interval;
        if (isStopped) return;
        await storage
          .commitTick({ tick: { ...failedTick(automation, now, error), endedAt: clock.now() } })
          .catch(onError);
      }
    }

    function hear(change: Change): boolean {
      switch (change.topic) {
        case 'location':
          isStale = true;
          return true;
        case 'instigator': {
          const isOurs = automations.some(
            ({ location, name }) => change.location === location && change.name === name,
          );
          if (isOurs) isStale = true;
          return isOurs;
        }
        case 'asset':
        case 'run':
        case 'partitions':
        case 'backfill': {
          const isDeleted = change.topic === 'run' && change.lastEventId === 0;
          for (const each of running.values()) {
            each.hasNews = true;
            if (isDeleted) each.evaluator.forget();
            if (change.topic === 'backfill') each.evaluator.doubt();
          }
          return running.size > 0;
        }
        default:
          return false;
      }
    }

    return {
      type: 'ASSET',
      hear: (changes) => changes.map(hear).includes(true),
      async turn(now) {
        await look();
        let first = Infinity;
        for (const each of running.values()) {
          if (each.hasNews || each.next <= now) await evaluate(each, now);
          first = Math.min(first, each.next);
        }
        return first === Infinity ? undefined : first;
      },
      stop() {
        isStopped = true;
      },
    };
  };
