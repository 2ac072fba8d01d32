import { opConfig } from '$lib/definitions/config/op-config';
import { resourceConfig } from '$lib/definitions/config/resource-config';
import type { RunConfigRequest } from '$lib/definitions/config/validate-run-config';
import { EnvVar } from '$lib/definitions/env-var';
import { resource } from '$lib/definitions/resource';
import { describe, expect, it } from 'vitest';
import { check, good, n, step, warehouse } from './run-config-check';

describe('a run config', () => {
  it.each<[string, object, Partial<RunConfigRequest>]>([
    ['what an op wants', good, {}],
    [
      'an op without a schema takes anything',
      { ops: { free: { config: { any: [1] } } } },
      { steps: [step('free')] },
    ],
    ['an op without a schema needs nothing', {}, { steps: [step('free')] }],
    [
      'nested graphs',
      { ops: { g: { ops: { h: { ops: { b: { config: { n: 1 } } } } } } } },
      { steps: [step('g.h.b', 'a')] },
    ],
    ['all copies of a mapped step share an entry', good, { steps: [step('a[?]', 'a')] }],
    ['a resource that is not needed may be left out', good, {}],
    [
      'a resource that has its own config',
      { ...good, resources: { warehouse: { config: { token: 't' } } } },
      { resources: ['warehouse'] },
    ],
    ['defaults of an IO manager', good, { resources: ['files'] }],
    [
      'inputs',
      { ops: { sum: { inputs: { rows: [1], x: null } } } },
      { steps: [step('sum', 'sum', ['rows', 'x'])] },
    ],
    ['the lowest level', { ...good, loggers: { console: { config: { log_level: 'INFO' } } } }, {}],
    [
      'the lowest level in our spelling',
      { ...good, loggers: { console: { config: { logLevel: 'error' } } } },
      {},
    ],
    ['the options of the executor', { ...good, execution: { config: { maxConcurrent: 2 } } }, {}],
    [
      'an executor by name, in Dagster’s words',
      {
        ...good,
        execution: {
          config: {
            multiprocess: { max_concurrent: 2, tag_concurrency_limits: [{ key: 'k', value: 'v', limit: 1 }] },
          },
        },
      },
      {},
    ],
    [
      'steps of the job that are left out',
      { ops: { a: { config: { n: 1 } }, b: { config: 5 } } },
      { otherSteps: ['b'] },
    ],
  ])('%s', async (_, config, request) => {
    expect(await check(config, request)).toEqual([]);
  });
});

describe('what a step and a resource get', () => {
  const env = { N: '12', TOKEN: 'secret' };
  it('a step its part, defaults filled in, at any depth and for each copy', async () => {
    const config = { ops: { g: { ops: { a: { config: { n: { env: 'N' } } } } } } };
    expect(await opConfig(n, config, 'g.a[k0]', env)).toEqual({ n: 12, s: 'x' });
  });
  it('a resource the run config over its own', async () => {
    const config = { resources: { warehouse: { config: { token: { env: 'TOKEN' } } } } };
    expect(await resourceConfig('warehouse', warehouse, config, env)).toEqual({ url: 'u', token: 'secret' });
    const own = resource({ config: { token: new EnvVar('TOKEN'), port: 1 } }, () => 1);
    expect(await resourceConfig('own', own, {}, env)).toEqual({ token: 'secret', port: 1 });
  });
  it('or an error that names every place', async () => {
    await expect(opConfig(n, { ops: { a: { config: { m: 1 } } } }, 'a', {})).rejects.toMatchObject({
      name: 'InvalidConfig',
      message: [
        'Received unexpected config entry "m" at path root:ops:a:config.',
        'Missing required config entry "n" at path root:ops:a:config, expected int',
      ].join('\n'),
    });
  });
});
