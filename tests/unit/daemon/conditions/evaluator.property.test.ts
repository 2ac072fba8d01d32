import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { AutomationEvaluator } from '$lib/daemon/conditions/automation-evaluator';
import { noMemory, readMemory, writeMemory } from '$lib/daemon/conditions/automation-memory';
import { automationsOf } from '$lib/daemon/conditions/automation-scope';
import { EntityGraph } from '$lib/daemon/conditions/entity-graph';
import type { AutomationResult } from '$lib/daemon/conditions/evaluate-automation';
import {
  asset,
  assetCheck,
  AutomationCondition,
  DailyPartitionsDefinition,
  FreshnessPolicy,
  StaticPartitionsDefinition,
} from '$lib/definitions';
import { collectDefinitions } from '$lib/definitions/collect-definitions';
import { AssetGraph } from '$lib/graph/asset-graph';
import { freshnessChanged } from '$lib/events/run-event-makers';
import { makeEvent } from '$lib/events/make-event';
import type { NewEvent } from '$lib/events/event';
import { partitionsContext } from '$lib/instance/partitions-context';
import { openNodeConnection } from '$lib/storage/sqlite/node-connection';
import { SqliteStorage } from '$lib/storage/sqlite/sqlite-storage';

const C = AutomationCondition;
const day = 86_400_000;
const start = Date.UTC(2020, 1, 3);

/** Conditions of every kind: their answers may not depend on how often they were asked. */
const conditions: readonly AutomationCondition[] = [
  C.eager(),
  C.onCron('0 */6 * * *'),
  C.onMissing(),
  C.missing().and(C.inProgress().not()),
  C.anyDepsUpdated().since(C.newlyUpdated()),
  C.executionFailed().newlyTrue(),
  C.newlyUpdated().since(C.cronTickPassed('0 0 * * *')),
  C.anyDepsMatch(C.newlyRequested().or(C.dataVersionChanged())),
  C.allDepsMatch(C.anyChecksMatch(C.checkPassed())),
  C.anyDepsMatch(C.executedWithTags({ tagKeys: ['nightly'] }).and(C.newlyUpdated())),
  C.allDepsBlockingChecksPassed().newlyTrue().sinceLastHandled(),
  C.anyDepsMatch(C.codeVersionChanged()).or(C.codeVersionOutdated().newlyTrue()),
  C.anyDownstreamConditions().and(C.isRootExecutable().not()),
  C.anyDepsMatch(C.anyDownstreamConditions()).and(C.anyDepsInProgress().not()),
  C.missing().newlyTrue().or(C.anyDepsMatch(C.willBeRequested())),
  C.anyDepsMatch(C.newlyUpdated()).ignore('key:a').since(C.newlyRequested().or(C.initialEvaluation())),
  C.not(C.inLatestTimeWindow({ days: 2 })).and(C.newlyMissing()),
  C.freshnessFailed().newlyTrue(),
];

const keys = ['a', 'b', 'c', 'd', 'e'] as const;

interface Drawn {
  readonly chosen: readonly number[];
  readonly kinds: readonly number[];
  readonly links: readonly boolean[];
}

/** `code`: the code version of all assets. */
function defined({ chosen, kinds, links }: Drawn, code: number) {
  const partitionsOf = [
    undefined,
    new StaticPartitionsDefinition(['x', 'y']),
    new DailyPartitionsDefinition({ startDate: '2020-01-30' }),
  ];
  const defs: Record<string, unknown> = {};
  keys.forEach((key, index) => {
    const deps = keys.slice(0, index).filter((_, at) => links[index * keys.length + at]);
    const partitionsDef = partitionsOf[kinds[index]!];
    const automationCondition = index === 0 ? undefined : conditions[chosen[index]! % conditions.length]!;
    defs[key] = asset(
      {
        name: key,
        deps,
        codeVersion: `${code}`,
        ...(index === 1 && { freshnessPolicy: FreshnessPolicy.timeWindow({ failWindow: { hours: 5 } }) }),
        ...(partitionsDef && { partitionsDef }),
        ...(automationCondition && { automationCondition }),
      },
      () => 1,
    );
  });
  defs['check'] = assetCheck(
    {
      asset: defs['a'] as never,
      name: 'check',
      blocking: true,
      automationCondition: conditions[chosen[0]! % conditions.length]!,
    },
    () => true,
  );
  const entries = Object.entries(defs).map(([name, value]) => ({ name, value, cell: name, codeVersion: '' }));
  const { snapshot } = collectDefinitions(entries);
  expect(snapshot.errors).toEqual([]);
  return snapshot;
}

/** The definitions as the daemon has them. */
function located(drawn: Drawn, code: number) {
  const snapshot = defined(drawn, code);
  const location = { name: 'here', snapshot };
  const graph = new EntityGraph({
    locations: [location],
    graph: new AssetGraph([{ location: 'here', snapshot }]),
  });
  const [found] = automationsOf(location, graph);
  // Nothing is put off: that depends on when somebody asked.
  const automation = { ...found!, definition: { ...found!.definition, minimumIntervalSeconds: 0 } };
  return { graph, automation, assets: snapshot.assets };
}

const step = fc.oneof(
  fc.record({ type: fc.constant('made' as const), key: fc.constantFrom(...keys), run: fc.boolean() }),
  fc.record({
    type: fc.constant('run' as const),
    keys: fc.subarray([...keys], { minLength: 1 }),
    end: fc.constantFrom('RUN_SUCCESS', 'RUN_FAILURE', undefined),
  }),
  fc.record({ type: fc.constant('check' as const), passed: fc.boolean() }),
  fc.record({ type: fc.constant('wipe' as const), key: fc.constantFrom(...keys) }),
  fc.record({ type: fc.constant('time' as const), hours: fc.integer({ min: 1, max: 30 }) }),
  fc.record({ type: fc.constant('code' as const) }),
  fc.constant({ type: 'nothing' as const }),
);

let storage: SqliteStorage;
afterEach(() => storage?.close());

const told = ({ evaluations, requested }: AutomationResult) => ({
  requested: [...requested]
    .map(([id, subset]) => [id, [...subset.keys()]])
    .filter(([, all]) => all!.length > 0),
  errors: evaluations.filter(({ error }) => error).map(({ error }) => error!.message),
});

test(
  'evaluating only what has changed, and after a restart, answers what evaluating all would',
  { timeout: 60_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(conditions.length - 1), { minLength: 5, maxLength: 5 }),
        fc.array(fc.nat(2), { minLength: 5, maxLength: 5 }),
        fc.array(fc.boolean(), { minLength: 25, maxLength: 25 }),
        fc.array(step, { minLength: 1, maxLength: 12 }),
        async (chosen, kinds, links, steps) => {
          const drawn = { chosen, kinds, links };
          storage = new SqliteStorage(openNodeConnection(':memory:'));
          const ports = {
            storage,
            partitionsContext: (definitions: Parameters<typeof partitionsContext>[0], now: number) =>
              partitionsContext(definitions, storage, now),
          };
          let { graph, automation, assets } = located(drawn, 0);
          let lazy = new AutomationEvaluator(automation, graph, noMemory, ports);
          let whole = noMemory;
          let now = start;
          let runs = 0;
          let code = 0;
          for (const each of [{ type: 'nothing' as const }, ...steps]) {
            if (each.type === 'time') now += (each.hours * day) / 24;
            if (each.type === 'code') {
              ({ graph, automation, assets } = located(drawn, ++code));
              lazy = new AutomationEvaluator(automation, graph, lazy.memory, ports);
            }
            if (each.type === 'run') await storage.createRun(runOf(`run-${++runs}`, now), []);
            await storage.append(eventsOf(each, assets, now, `run-${runs}`));
            const full = new AutomationEvaluator(automation, graph, whole, ports);
            const all = (await full.evaluate(now, 1))!;
            whole = readMemory(writeMemory(all.memory));
            const some = await lazy.evaluate(now, 1);
            if (some) lazy.accept(some, new Map());
            const answer = some ? told(some) : { requested: [], errors: [] };
            expect(answer.requested).toEqual(told(all).requested);
          }
          await storage.close();
        },
      ),
      { numRuns: 150 },
    );
  },
);

const runOf = (id: string, createdAt: number) => ({
  id,
  jobName: 'job',
  location: 'here',
  bundle: '',
  plan: { steps: [], executor: { type: 'in_process' as const } },
  tags: { nightly: 'true' },
  createdAt,
});

function eventsOf(
  each: { type: string } & Partial<{
    key: string;
    keys: string[];
    run: boolean;
    end: string;
    passed: boolean;
  }>,
  assets: readonly { readonly key: string; readonly partitions?: { readonly type: string } }[],
  timestamp: number,
  runId: string,
): readonly NewEvent[] {
  const at = { runId: '', timestamp };
  const partitionOf = (key: string) => {
    const type = assets.find((asset) => asset.key === key)?.partitions?.type;
    return type === 'static' ? 'x' : type === 'time_window' ? '2020-02-02' : undefined;
  };
  const made = (key: string, runId: string) => {
    const partition = partitionOf(key);
    return makeEvent({ runId, timestamp, assetKey: key }, 'ASSET_MATERIALIZATION', '', {
      ...(partition && { partition }), metadata: {}, tags: {}, codeVersion: '1', dataVersion: `${timestamp}`, inputVersions: {},
    }); // prettier-ignore
  };
  switch (each.type) {
    case 'made':
      return [made(each.key!, '')];
    case 'run': {
      const planned = each.keys!.map((key) => {
        const partition = partitionOf(key);
        return makeEvent(
          { runId, timestamp, stepKey: key, assetKey: key },
          'ASSET_MATERIALIZATION_PLANNED',
          '',
          partition ? { partitions: [partition] } : {},
        );
      });
      const end =
        each.end === 'RUN_SUCCESS'
          ? [
              ...each.keys!.map((key) => made(key, runId)),
              makeEvent({ runId, timestamp }, 'RUN_SUCCESS', '', {}),
            ]
          : each.end === 'RUN_FAILURE'
            ? [
                makeEvent({ runId, timestamp }, 'RUN_FAILURE', '', {
                  reason: 'STEP_FAILURE',
                  failedSteps: [],
                }),
              ]
            : [];
      return [...planned, ...end];
    }
    case 'check':
      return [
        makeEvent({ ...at, assetKey: 'a' }, 'ASSET_CHECK_EVALUATION', '', {
          check: 'check',
          passed: each.passed!,
          severity: 'ERROR',
          blocking: true,
          metadata: {},
        }),
      ];
    case 'wipe':
      return [makeEvent({ ...at, assetKey: each.key! }, 'ASSET_WIPED', '', {})];
    // As the daemon of freshness policies tells.
    case 'time':
      return [freshnessChanged(at, 'b', 'FAIL', undefined)];
    default:
      return [];
  }
}
