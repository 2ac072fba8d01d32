import type { LaunchRequest } from '$lib/instance/instance';

/** What is launched wrongly here. */
export const shop = `
import { asset, op, job, resource, graph, multiAsset, assetCheck, AssetOut, AssetSpec, DailyPartitionsDefinition, DynamicPartitionsDefinition, MultiPartitionsDefinition, StaticPartitionsDefinition, defineAssetJob, In, EnvVar } from 'dagbook';
import { z } from 'zod';
export const api = resource({ configSchema: z.strictObject({ url: z.string(), retries: z.int().default(3) }) }, ({ config }) => config);
export const flour = asset(() => 1);
export const outside = new AssetSpec('outside');
export const cake = asset({ ins: { flour }, configSchema: z.strictObject({ sugar: z.int(), shape: z.enum(['round', 'square']).default('round') }), resources: ['api'] }, () => 1);
export const pair = multiAsset({ outs: { salt: new AssetOut(), pepper: new AssetOut() } }, () => ({ salt: 1, pepper: 2 }));
export const days = asset({ partitionsDef: new DailyPartitionsDefinition({ startDate: '2024-01-01', endDate: '2024-02-01' }) }, () => 1);
export const letters = asset({ partitionsDef: new StaticPartitionsDefinition(['alpha', 'beta', 'gamma']) }, () => 1);
export const grid = asset({ partitionsDef: new MultiPartitionsDefinition({ x: new StaticPartitionsDefinition(['a', 'b']), y: new StaticPartitionsDefinition(['1', '2']) }) }, () => 1);
export const cities = asset({ partitionsDef: new DynamicPartitionsDefinition({ name: 'cities' }) }, () => 1);
const a = op({ name: 'a', configSchema: z.object({ n: z.int(), list: z.array(z.int()).default([]) }) }, (_, { config }) => config.n);
const b = op({ name: 'b', ins: { x: new In({ type: z.int() }), y: new In() } }, ({ x }) => x);
export const chain = job(() => { b({ x: a() }); });
`;

/** `cake` and `chain` as they are launched rightly. */
const rightCake = { ops: { cake: { config: { sugar: 1 } } }, resources: { api: { config: { url: 'u' } } } };
const cakeWith = (config: object) => ({ selection: 'cake', config: { ...rightCake, ...config } as never });
const opCake = (config: unknown) => cakeWith({ ops: { cake: { config } } });
const apiWith = (config: unknown) => cakeWith({ resources: { api: { config } } });
const chainWith = (ops: object) => ({ jobName: 'chain', config: { ops } as never });

type Launch = Omit<LaunchRequest, 'location'>;

export const wrongLaunches: Readonly<Record<string, Launch>> = {
  // Selections.
  'an empty selection': { selection: '' },
  'a lonely plus': { selection: '+' },
  'everything, and more': { selection: '*+' },
  'an operator without its other side': { selection: 'flour and' },
  'two operators': { selection: 'flour and and cake' },
  'an unknown attribute': { selection: 'grup:bakery' },
  'an owner without quotation marks': { selection: 'owner:a@b.c' },
  'a quotation without an end': { selection: 'key:"flour' },
  'a parenthesis without an end': { selection: '(flour or cake' },
  'a function without parentheses': { selection: 'roots' },
  'a wildcard where none is': { selection: 'group:def*' },
  'an asset that there is not': { selection: 'flower' },
  'only what is made elsewhere': { selection: 'outside' },
  'half of what is made together': { selection: 'salt' },
  // Jobs and ops.
  'a job that there is not': { jobName: 'chian' },
  'an op that there is not': { ...chainWith({ a: { config: { n: 1 } } }), opSelection: ['c'] },
  'no op at all': { ...chainWith({ a: { config: { n: 1 } } }), opSelection: [] },
  'an op selection that is none': { ...chainWith({ a: { config: { n: 1 } } }), opSelection: ['a b'] },
  'an input that nothing gives': chainWith({ a: { config: { n: 1 } } }),
  'an input of the wrong type': chainWith({ b: { inputs: { x: 'one', y: 2 } }, a: { config: { n: 1 } } }),
  // Config.
  'no config at all': { selection: 'cake' },
  'a missing entry': opCake({}),
  'text for a whole number': opCake({ sugar: 'a lot' }),
  'a fraction for a whole number': opCake({ sugar: 1.5 }),
  'a number for a word': opCake({ sugar: 1, shape: 3 }),
  'a word that is none of them': opCake({ sugar: 1, shape: 'oval' }),
  'an unknown entry': opCake({ sugar: 1, sugr: 2 }),
  'config that is no record': opCake('sweet'),
  'config that is null': opCake(null),
  'several mistakes at once': cakeWith({
    ops: { cake: { config: { shape: 'oval' } } },
    resources: { api: { config: { retries: '3' } } },
  }),
  'an op that is not in the run': cakeWith({ ops: { ...rightCake.ops, pie: { config: {} } } }),
  'an unknown section': cakeWith({ opps: {} }),
  'a section that is a list': cakeWith({ ops: [] }),
  'an unknown key of an op': cakeWith({ ops: { cake: { ...rightCake.ops.cake, confg: {} } } }),
  'a resource that there is not': cakeWith({ resources: { ...rightCake.resources, apii: { config: {} } } }),
  'a resource without its config': cakeWith({ resources: {} }),
  'a resource with a wrong entry': apiWith({ url: 'u', retries: 'three' }),
  'an executor that there is not': cakeWith({ execution: { config: { kubernetes: {} } } }),
  'concurrency below zero': cakeWith({ execution: { config: { multiprocess: { max_concurrent: -1 } } } }),
  'a variable that is not set': opCake({ sugar: { env: 'NO_SUCH_VARIABLE' } }),
  // Partitions.
  'no partition': { selection: 'days' },
  'a partition of what has none': { selection: 'flour', partition: '2024-01-01' },
  'a day of another form': { selection: 'days', partition: '2024/01/01' },
  'a day that there is not': { selection: 'days', partition: '2024-01-32' },
  'a day before the first': { selection: 'days', partition: '2023-12-31' },
  'a day after the last': { selection: 'days', partition: '2024-02-01' },
  'a range that goes backwards': { selection: 'days', partition: '2024-01-05...2024-01-02' },
  'a range without its end': { selection: 'days', partition: '2024-01-05...' },
  'a misspelt key': { selection: 'letters', partition: 'aplha' },
  'an empty key': { selection: 'letters', partition: '' },
  'one dimension of two': { selection: 'grid', partition: 'a' },
  'dimensions the other way round': { selection: 'grid', partition: '1|a' },
  'a dynamic key that nobody added': { selection: 'cities', partition: 'seoul' },
  'different partitions in one run': { selection: 'days or letters', partition: 'alpha' },
  // Tags.
  'a tag that belongs to the engine': { selection: 'flour', tags: { 'dagster/run_key': 'mine' } },
  'nothing that is selected twice over': { selection: 'flour and cake' },
  'nothing left': { selection: 'not *' },
};
