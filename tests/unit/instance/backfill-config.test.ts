import { expect, onTestFinished, test } from 'vitest';
import { asset, defineAssetJob, StaticPartitionsDefinition } from 'dagbook';
import { ephemeralInstance } from 'dagbook/testing';
import { z } from 'zod';

const partitionsDef = new StaticPartitionsDefinition(['eu', 'kr']);
const configSchema = z.object({ till: z.number() });
const sales = asset({ partitionsDef, configSchema }, (_, { config }) => {
  if (config.till < 0) throw new Error('the till is empty');
  return config.till;
});
const selling = defineAssetJob({
  selection: 'key:sales',
  partitionsDef,
  config: { ops: { sales: { config: { till: 1 } } } },
});

const tills = (till: number) => ({ ops: { sales: { config: { till } } } });

async function shop() {
  const instance = ephemeralInstance({ now: 0 });
  onTestFinished(() => instance.close());
  await instance.load({ sales, selling });
  const configs = async (id: string) =>
    (await instance.listRuns({ tags: { 'dagster/backfill': id } })).map(({ plan }) => plan.config);
  return { instance, configs };
}

test.each([
  ['of assets', {}],
  ['of a job', { location: 'definitions', jobName: 'selling' }],
])(
  'a backfill %s gives its config to each of its runs, and so does what is made of its rest',
  async (_, of) => {
    const { instance, configs } = await shop();
    const { id } = await instance.launchBackfill({ ...of, config: tills(-1) });
    await instance.advance(0);
    expect(await configs(id)).toEqual([tills(-1), tills(-1)]);
    expect((await instance.backfill(id))!.status).toBe('COMPLETED_FAILED');
    const retry = await instance.retryBackfill(id);
    await instance.advance(0);
    expect(await configs(retry.id)).toEqual([tills(-1), tills(-1)]);
  },
);

test('without one, the runs of a job have the config of the job', async () => {
  const { instance } = await shop();
  const { id } = await instance.launchBackfill({ location: 'definitions', jobName: 'selling' });
  await instance.advance(0);
  expect((await instance.backfill(id))!.status).toBe('COMPLETED_SUCCESS');
});
