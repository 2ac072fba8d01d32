import type { RunConfigRequest } from '$lib/definitions/config/validate-run-config';
import { describe, expect, it } from 'vitest';
import { check, good, step } from './run-config-check';

describe('a run config that is refused', () => {
  it.each<
    [
      string,
      object,
      Partial<RunConfigRequest>,
      readonly (readonly [string, string | RegExp, (string | RegExp)?])[],
    ]
  >([
    [
      'a wrong type has its path',
      { ops: { a: { config: { n: 'x' } } } },
      {},
      [['root:ops:a:config:n', /^Invalid config at path root:ops:a:config:n: /, 'Expected: int.']],
    ],
    [
      'an unknown op (cfg-05)',
      { ops: { ...good.ops, b: {} } },
      {},
      [['root:ops', 'Received unexpected config entry "b" at path root:ops.', 'Expected: "a".']],
    ],
    [
      'an unknown op, nearly right',
      { ops: { ...good.ops, wash: {} } },
      { steps: [step('a'), step('wasch', 'free')] },
      [['root:ops', 'Received unexpected config entry "wash" at path root:ops. Did you mean "wasch"?']],
    ],
    [
      'an unknown section',
      { ...good, op: {} },
      {},
      [['root', 'Received unexpected config entry "op" at the root. Did you mean "ops"?']],
    ],
    [
      'an unknown field of an op',
      { ops: { a: { config: { n: 1 }, configs: 1 } } },
      {},
      [
        [
          'root:ops:a',
          'Received unexpected config entry "configs" at path root:ops:a. Did you mean "config"?',
        ],
      ],
    ],
    [
      'an unknown entry of a config',
      { ops: { a: { config: { n: 1, t: 1 } } } },
      {},
      [
        [
          'root:ops:a:config',
          'Received unexpected config entry "t" at path root:ops:a:config.',
          'Expected: "n", "s".',
        ],
      ],
    ],
    [
      'an unknown op in a graph',
      { ops: { g: { ops: { c: {} } } } },
      { steps: [step('g.b', 'free')] },
      [['root:ops:g:ops', 'Received unexpected config entry "c" at path root:ops:g:ops.']],
    ],
    [
      'a graph is no op',
      { ops: { g: { config: {} } } },
      { steps: [step('g.b', 'free')] },
      [['root:ops:g', /unexpected config entry "config" at path root:ops:g\./]],
    ],
    [
      'a missing entry (cfg-02)',
      { ops: { a: { config: {} } } },
      {},
      [
        [
          'root:ops:a:config',
          'Missing required config entry "n" at path root:ops:a:config, expected int',
          'Sample config for the missing entry: {"n":0}',
        ],
      ],
    ],
    [
      'nothing at all: the sample has all that is missing',
      {},
      { steps: [step('a'), step('g.b', 'a')] },
      [
        [
          'root',
          'Missing required config entry "ops" at the root',
          'Sample config for the missing entry: {"ops":{"a":{"config":{"n":0}},"g":{"ops":{"b":{"config":{"n":0}}}}}}',
        ],
      ],
    ],
    [
      'a config that is no record',
      { ops: 5 },
      {},
      [
        ['root:ops', /a record with an entry for each op is expected/],
        ['root:ops', /Missing required config entry "a"/],
      ],
    ],
    [
      'a missing input',
      { ops: { sum: { inputs: { rows: [1] } } } },
      { steps: [step('sum', 'sum', ['rows', 'x'])] },
      [['root:ops:sum:inputs', 'Missing required config entry "x" at path root:ops:sum:inputs']],
    ],
    [
      'an input of the wrong type',
      { ops: { sum: { inputs: { rows: [1, 'a'] } } } },
      { steps: [step('sum', 'sum', ['rows'])] },
      [['root:ops:sum:inputs:rows[1]', /expected number, received string/]],
    ],
    [
      'an unknown input',
      { ops: { sum: { inputs: { rows: [], y: 1 } } } },
      { steps: [step('sum', 'sum', ['rows'])] },
      [['root:ops:sum:inputs', /unexpected config entry "y"/]],
    ],
    [
      'inputs that are connected',
      { ops: { sum: { inputs: { rows: [] } } } },
      { steps: [step('sum')] },
      [['root:ops:sum', /unexpected config entry "inputs"/]],
    ],
    [
      'an unknown resource',
      { ...good, resources: { warehous: {} } },
      {},
      [
        [
          'root:resources',
          'Received unexpected config entry "warehous" at path root:resources. Did you mean "warehouse"?',
        ],
      ],
    ],
    [
      'a resource’s config that is missing',
      good,
      { resources: ['warehouse'] },
      [
        [
          'root',
          'Missing required config entry "resources" at the root',
          'Sample config for the missing entry: {"resources":{"warehouse":{"config":{"token":"..."}}}}',
        ],
      ],
    ],
    [
      'a resource’s config that is wrong',
      { ...good, resources: { warehouse: { config: { token: 1 } } } },
      { resources: ['warehouse'] },
      [['root:resources:warehouse:config:token', /expected string, received number/]],
    ],
    [
      'an unknown executor',
      { ...good, execution: { config: { multi: {} } } },
      {},
      [['root:execution:config', /unexpected config entry "multi"/]],
    ],
    [
      'a wrong number of processes',
      { ...good, execution: { config: { maxConcurrent: -1 } } },
      {},
      [['root:execution:config:maxConcurrent', /a whole number from 0 is expected/]],
    ],
    [
      'a limit without a key',
      { ...good, execution: { config: { tagConcurrencyLimits: [{ limit: 1 }] } } },
      {},
      [['root:execution:config:tagConcurrencyLimits[0]', /a key and a limit/]],
    ],
    [
      'a field beside config',
      { ...good, execution: { configs: {} } },
      {},
      [['root:execution', /"configs" at path root:execution. Did you mean "config"/]],
    ],
    [
      'a log level that there is not',
      { ...good, loggers: { console: { config: { log_level: 'LOUD' } } } },
      {},
      [['root:loggers:console:config:log_level', /one of DEBUG, INFO, WARNING, ERROR, CRITICAL is expected/]],
    ],
    [
      'a logger that there is not, and one that is no record',
      { ...good, loggers: { file: {}, console: 'INFO' } },
      {},
      [
        ['root:loggers', /unexpected config entry "file"/, 'Expected: "console".'],
        ['root:loggers:console', /a record is expected/],
      ],
    ],
    [
      'a variable that is not set',
      { ops: { a: { config: { n: { env: 'FOOV' } } } } },
      {},
      [
        [
          'root:ops:a:config:n',
          'The environment variable "FOOV", which gives the value at path root:ops:a:config:n, is not set',
        ],
      ],
    ],
    [
      'all at once',
      { ops: { a: { config: { n: 'x', t: 1 } }, b: {} }, resources: { r: {} }, logger: {} },
      { resources: ['warehouse'] },
      [
        ['root', /"logger"/], ['root:ops', /"b"/], ['root:resources', /"r"/], ['root:ops:a:config:n', /expected number/],
        ['root:ops:a:config', /unexpected config entry "t"/], ['root:resources', /Missing required config entry "warehouse"/],
      ], // prettier-ignore
    ],
  ])('refuses %s', async (_, config, request, issues) => {
    expect(await check(config, request)).toEqual(
      issues.map(([path, message, remedy]) => [
        path,
        typeof message === 'string' ? message : expect.stringMatching(message),
        remedy ?? expect.any(String),
      ]),
    );
  });
});
