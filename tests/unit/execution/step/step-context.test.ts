import { expect, test } from 'vitest';
import type {
  AssetCheckExecutionContext,
  AssetExecutionContext,
} from '$lib/definitions/asset-execution-context';
import type { StepRequest } from '$lib/location/step-protocol';
import { directSteps, last, node } from './direct-steps';

type Context = AssetExecutionContext & AssetCheckExecutionContext;

/** The context that a step gets. */
async function contextOf(wish: Partial<Omit<StepRequest, 'inputs' | 'resources'>>): Promise<Context> {
  let found: Context | undefined;
  const op = node('op', (_, context) => void (found = context));
  await directSteps({ nodes: [op] }).run('op', wish);
  return found!;
}

const day = Date.UTC(2021, 4, 5);
const window = { start: day, end: day + 2 * 86_400_000 };

test.each<[what: string, partitions: StepRequest['partitions'], answers: Record<string, unknown>]>([
  [
    'no partitions',
    undefined,
    {
      hasPartitionKey: false, partitionKey: 'NoSuchPartition', partitionKeys: 'NoSuchPartition',
      partitionKeyRange: 'NoSuchPartition', partitionTimeWindow: 'NoSuchPartition', partitionKeysByDimension: 'NoSuchPartition',
    },
  ],
  [
    'one partition',
    { keys: ['a'] },
    {
      hasPartitionKey: true, partitionKey: 'a', partitionKeys: ['a'], partitionKeyRange: { start: 'a', end: 'a' },
      partitionTimeWindow: 'NoSuchPartition', partitionKeysByDimension: 'NoSuchPartition',
    },
  ],
  [
    'two days',
    { keys: ['2021-05-05', '2021-05-06'], timeWindow: window },
    {
      hasPartitionKey: false, partitionKey: 'NoSuchPartition', partitionKeys: ['2021-05-05', '2021-05-06'],
      partitionKeyRange: { start: '2021-05-05', end: '2021-05-06' },
      partitionTimeWindow: { start: new Date(window.start), end: new Date(window.end) },
    },
  ],
  [
    'a partition of two dimensions',
    { keys: ['2021-05-05|red'], dimensions: { color: 'red', day: '2021-05-05' } },
    { partitionKey: '2021-05-05|red', partitionKeysByDimension: { color: 'red', day: '2021-05-05' } },
  ],
])('with %s', async (_, partitions, answers) => {
  const keys = partitions?.keys ?? [];
  const context = await contextOf({
    partitions,
    outputs: [{ name: 'result', isRequired: true, path: keys.join() }],
  });
  for (const [name, answer] of Object.entries(answers)) {
    const asked = () => context[name as keyof Context];
    if (answer === 'NoSuchPartition')
      expect(asked, name).toThrow(expect.objectContaining({ name: answer, remedy: expect.any(String) }));
    else expect(asked(), name).toEqual(answer);
  }
}); // prettier-ignore

test('it tells the step: run, job, op, attempt, tags, outputs, assets, checks', async () => {
  const context = await contextOf({
    runId: 'r', jobName: 'j', stepKey: 'g.op', attempt: 3, tags: { team: 'a' },
    outputs: [{ name: 'result', assetKey: 'a/b', isRequired: true, path: 'a/b' }],
    checks: [{ assetKey: 'a/b', name: 'good', blocking: true }],
  }); // prettier-ignore
  expect(context).toMatchObject({
    runId: 'r', jobName: 'j', stepKey: 'g.op', opName: 'op', retryNumber: 2, tags: { team: 'a' },
    selectedOutputNames: ['result'], assetKey: 'a/b', assetKeys: ['a/b'], selectedAssetKeys: ['a/b'],
    selectedChecks: [{ assetKey: 'a/b', name: 'good' }],
  }); // prettier-ignore
});

test('the asset key is refused where there are none, or several', async () => {
  const key = async (outputs: StepRequest['outputs']) => {
    const op = node('op', ((_: unknown, context: Context) => context.assetKey) as never);
    return last(await directSteps({ nodes: [op] }).run('op', { outputs }));
  };
  const output = { name: 'result', isRequired: true, path: 'a' };
  expect(await key([output])).toMatchObject({ error: { name: 'NoSuchAsset' } });
  const two = [
    { ...output, assetKey: 'a' },
    { ...output, name: 'b', assetKey: 'b' },
  ];
  expect(await key(two)).toMatchObject({ error: { remedy: 'Use context.assetKeys.' } });
});
