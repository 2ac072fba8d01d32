import { expect, test } from 'vitest';
import { AutomationEvaluator } from '$lib/daemon/conditions/automation-evaluator';
import { noMemory, writeMemory } from '$lib/daemon/conditions/automation-memory';
import { automationsOf } from '$lib/daemon/conditions/automation-scope';
import { EntityGraph } from '$lib/daemon/conditions/entity-graph';
import { AutomationCondition } from '$lib/definitions';
import { emptySnapshot, type AssetSnapshot } from '$lib/definitions/snapshot';
import { AssetGraph } from '$lib/graph/asset-graph';
import { makeEvent } from '$lib/events/make-event';
import { partitionsContext } from '$lib/instance/partitions-context';
import { openNodeConnection } from '$lib/storage/sqlite/node-connection';
import { SqliteStorage } from '$lib/storage/sqlite/sqlite-storage';

const condition = AutomationCondition.eager().tree as AssetSnapshot['automationCondition'];

const assetOf = (key: string, deps: readonly string[]): AssetSnapshot => ({
  key,
  node: key,
  output: 'result',
  isRequired: true,
  isExecutable: true,
  deps: deps.map((dep) => ({ key: dep })),
  group: 'default',
  tags: {},
  owners: [],
  kinds: [],
  metadata: {},
  codeVersion: '1',
  ...(deps.length > 0 && { automationCondition: condition! }),
});

const made = (assetKey: string) =>
  makeEvent({ runId: '', timestamp: 1, assetKey }, 'ASSET_MATERIALIZATION', '', {
    metadata: {},
    tags: {},
    codeVersion: '1',
    dataVersion: '1',
    inputVersions: {},
  });

test('after one event, 10,000 eager assets are evaluated in far less than 100 ms', async () => {
  const width = 100;
  const nameOf = (index: number) => `a${index}`;
  const assets = Array.from({ length: 10_000 }, (_, index) =>
    assetOf(
      nameOf(index),
      index < width
        ? []
        : [nameOf(index - width), nameOf(index - width + ((index * 7) % width === 0 ? 0 : 1))],
    ),
  );
  const location = { name: 'here', snapshot: { ...emptySnapshot, assets } };
  const graph = new EntityGraph({
    locations: [location],
    graph: new AssetGraph([{ location: 'here', snapshot: location.snapshot }]),
  });
  const [automation] = automationsOf(location, graph);
  const storage = new SqliteStorage(openNodeConnection(':memory:'));
  await storage.append(assets.map(({ key }) => made(key)));
  const evaluator = new AutomationEvaluator(automation!, graph, noMemory, {
    storage,
    partitionsContext: (definitions, now) => partitionsContext(definitions, storage, now),
  });
  const evaluate = async () => {
    const start = performance.now();
    const result = await evaluator.evaluate(1_000, 1);
    if (result) {
      writeMemory(result.memory);
      evaluator.accept(result, new Map());
    }
    return { took: performance.now() - start, requested: result?.requested.size ?? 0 };
  };
  await evaluate();
  await evaluate();
  const took: number[] = [];
  for (let round = 0; round < 5; round++) {
    await storage.append([made(nameOf(9_700 + round))]);
    const one = await evaluate();
    expect(one.requested).toBeGreaterThan(0);
    took.push(one.took);
    await evaluate();
  }
  expect(took.sort((a, b) => a - b)[2]).toBeLessThan(100);
  await storage.close();
}, 30_000);
