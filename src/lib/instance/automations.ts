import type { Clock } from '../base/clock';
import { DagbookError } from '../base/errors';
import { AutomationEvaluator } from '../daemon/conditions/automation-evaluator';
import { readMemory } from '../daemon/conditions/automation-memory';
import { automationsOf, type Automation } from '../daemon/conditions/automation-scope';
import type { ReadPartitionsContext } from '../daemon/conditions/condition-watch';
import { entityId, type EntityKey } from '../daemon/conditions/entity';
import { EntityGraph } from '../daemon/conditions/entity-graph';
import { wholeSpace } from '../daemon/conditions/entity-subset';
import type { EntityEvaluation } from '../daemon/conditions/evaluate-automation';
import { evaluationTree } from '../daemon/conditions/evaluation-tree';
import { runGroups } from '../daemon/conditions/run-groups';
import { idText, isRunning, switched } from '../daemon/ticks/instigators';
import type { Workspace } from '../daemon/workspace';
import { describeCondition } from '../definitions/automation/condition-snapshot';
import { printPartitions } from '../graph/partitions/partition-text';
import type { InstigatorId, InstigatorState } from '../storage/automation-storage';
import type { Storage } from '../storage/storage';
import type { ConditionPreview } from './condition-answers';
import type { InstigatorStatus } from './automation-views';
import type { Instance } from './instance';
import { partitionsContext } from './partitions-context';

type Known = Pick<Instance, 'instigators' | 'switchInstigator' | 'setCursor' | 'previewTick' | 'backlog'>;
type AutomationCommands = Known &
  Pick<
    Instance,
    'evaluations' | 'evaluationsAt' | 'automationTargets' | 'previewAutomation' | 'previewCondition'
  >;

interface AutomationDeps {
  readonly storage: Storage;
  readonly workspace: () => Promise<Workspace>;
  readonly clock: Clock;
}

/** Automation conditions: what came of them, what would come now; and their sensors among the other `known` ones. */
export function automationCommands(
  { storage, workspace, clock }: AutomationDeps,
  known: Known,
): AutomationCommands {
  const readPartitions: ReadPartitionsContext = (definitions, now) =>
    partitionsContext(definitions, storage, now);

  async function all() {
    const current = await workspace();
    const graph = new EntityGraph(current);
    return { graph, automations: current.locations.flatMap((location) => automationsOf(location, graph)) };
  }

  const states = async (): Promise<ReadonlyMap<string, InstigatorState>> =>
    new Map((await storage.instigators()).map((state) => [idText(state), state]));

  async function find(id: InstigatorId) {
    const { graph, automations } = await all();
    const automation = automations.find((each) => idText(each) === idText(id));
    return automation && { graph, automation, state: (await states()).get(idText(id)) };
  }

  /** What an evaluation of all its conditions would give now. */
  async function evaluated(automation: Automation, graph: EntityGraph, state: InstigatorState | undefined) {
    const ports = { storage, partitionsContext: readPartitions, timer: () => performance.now() };
    const memory = readMemory(state?.cursor);
    const evaluator = new AutomationEvaluator(automation, graph, memory, ports);
    const result = await evaluator.evaluate(clock.now(), memory.evaluationId + 1);
    return { memory, evaluations: result?.evaluations ?? [], requested: result?.requested ?? new Map() };
  }

  return {
    async instigators() {
      const { automations } = await all();
      const stateOf = await states();
      const own = automations.map(async (automation): Promise<InstigatorStatus> => {
        const { location, name, type, definition, targets } = automation;
        const state = stateOf.get(idText(automation));
        const [lastTick] = await storage.ticks({ location, name, limit: 1 });
        return {
          location,
          name,
          type,
          status: isRunning(automation, state) ? 'RUNNING' : 'STOPPED',
          isDefault: state?.status === undefined,
          jobs: [],
          tags: definition.tags,
          targets: targets.length,
          minimumIntervalSeconds: definition.minimumIntervalSeconds,
          ...(definition.description !== undefined && { description: definition.description }),
          ...(definition.cell !== undefined && { cell: definition.cell }),
          ...(lastTick && { lastTick }),
        };
      });
      return [...(await known.instigators()), ...(await Promise.all(own))];
    },

    async switchInstigator(id, to) {
      const found = await find(id);
      if (!found) return known.switchInstigator(id, to);
      const { automation, state } = found;
      const wanted = to === 'DEFAULT' ? (automation.definition.isRunning ? 'RUNNING' : 'STOPPED') : to;
      const { status, ...rest } = switched(automation, state, wanted, clock.now());
      await storage.putInstigator(to === 'DEFAULT' ? rest : { ...rest, ...(status && { status }) });
    },

    async setCursor(id, cursor) {
      const found = await find(id);
      if (!found) return known.setCursor(id, cursor);
      const { location, name, type } = found.automation;
      const { cursor: _old, ...state } = found.state ?? { location, name, type };
      await storage.putInstigator({ ...state, ...(cursor !== undefined && { cursor }) });
    },

    async previewTick(id, as) {
      if (!(await find(id))) return known.previewTick(id, as);
      throw new DagbookError(`${id.name} evaluates conditions and no function`, {
        name: 'NoFunction',
        remedy: 'Ask for previewAutomation: what its conditions would request now.',
      });
    },

    async backlog(id) {
      const found = await find(id);
      if (!found) return known.backlog(id);
      const { requested } = await evaluated(found.automation, found.graph, found.state);
      return { count: [...requested.values()].reduce((sum, { size }) => sum + size, 0), isMore: false };
    },

    evaluations: (of, filter) => storage.evaluations(of, filter),
    evaluationsAt: (evaluationId) => storage.evaluationsAt(evaluationId),

    async automationTargets(id) {
      const targets = (await find(id))?.automation.targets ?? [];
      return targets.map(({ condition, ...node }) => ({
        ...named(node),
        description: describeCondition(condition!),
      }));
    },

    async previewAutomation(id) {
      const found = await find(id);
      if (!found)
        throw new DagbookError(`There is no automation condition sensor ${id.name} in ${id.location}`, {
          name: 'InstigatorNotFound',
          remedy: 'Give an automation condition to an asset of that location, or correct the name.',
        });
      const { memory, evaluations, requested } = await evaluated(found.automation, found.graph, found.state);
      return {
        ...(memory.timestamp !== undefined && { since: memory.timestamp }),
        requested: evaluations.filter((each) => !each.requested.isEmpty).map(requestOf),
        runs: runGroups(requested, found.graph).length,
      };
    },

    async previewCondition(of, check) {
      const { graph, automations } = await all();
      const target = entityId(
        typeof of === 'string' ? { key: of, ...(check !== undefined && { check }) } : { key: '', job: of },
      );
      const automation = automations.find(({ targets }) => targets.some(({ id }) => id === target));
      if (!automation) return undefined;
      const state = (await states()).get(idText(automation));
      const { evaluations } = await evaluated(automation, graph, state);
      const own = evaluations.find(({ node }) => node.id === target)!;
      const { location, name } = automation;
      return {
        ...requestOf(own),
        automation: { location, name },
        isRunning: isRunning(automation, state),
        ...(own.tree && { tree: evaluationTree(own.tree) }),
        ...(own.error && { error: own.error }),
      } satisfies ConditionPreview;
    },
  };
}

const named = ({ key, check, job }: EntityKey) => ({
  assetKey: key,
  ...(check !== undefined && { check }),
  ...(job && { job: job.name }),
});

function requestOf({ node, requested }: EntityEvaluation) {
  const isWhole = requested.space === wholeSpace;
  return {
    ...named(node),
    requested: requested.size,
    ...(!isWhole && !requested.isEmpty && { partitions: printPartitions(requested) }),
  };
}
