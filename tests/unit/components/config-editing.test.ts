import { CompletionContext } from '@codemirror/autocomplete';
import { EditorState } from '@codemirror/state';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Json } from '$lib/base/json';
import { configSource } from '$lib/components/launch/config-completion';
import { configParts, entriesAt } from '$lib/components/launch/config-parts';
import { configText, withoutExtra } from '$lib/components/launch/config-text';
import { issueLines } from '$lib/components/launch/issue-lines';
import { jsonPlaces, jsonSpot } from '$lib/components/launch/json-places';
import { configIssues, unexpectedEntry } from '$lib/definitions/config/config-issue';
import { valueAt } from '$lib/definitions/config/config-path';
import { configSchemaJson } from '$lib/definitions/config/json-schema';
import type { DefinitionsSnapshot } from '$lib/definitions/snapshot';

const step = (key: string, schema?: z.ZodType, inputs: readonly string[] = []) => ({
  key,
  inputs: inputs.map((name) => ({ name, source: { type: 'config' } })),
  ...(schema && { configSchema: configSchemaJson(schema) }),
});
const cake = z.object({
  eggs: z.int().describe('How many'),
  kind: z.enum(['plain', 'rich']).default('plain'),
  top: z.object({ nuts: z.boolean() }).optional(),
  layers: z.array(z.object({ cream: z.string() })).optional(),
});
const parts = configParts({
  steps: [
    step('cake', cake),
    step('kitchen.clean', z.object({ soap: z.string() }), ['floor']),
    step('plain'),
  ],
  resources: [{ key: 'oven', configSchema: configSchemaJson(z.object({ heat: z.number() })) }],
  jobs: [],
} as unknown as DefinitionsSnapshot);

describe('places in the text of a config', () => {
  test('every key and value of a sound text has its path', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.nat(4), (value, indent) => {
        const text = JSON.stringify(value, undefined, indent);
        const kept = JSON.parse(text) as Json;
        for (const { type, path, from, to } of jsonPlaces(text)) {
          const written = text.slice(from, to);
          const there = valueAt(kept, path);
          if (type === 'key') expect(JSON.parse(written)).toBe(path.at(-1));
          else if (typeof there === 'object' && there) expect(written).toBe(Array.isArray(there) ? '[' : '{');
          else expect(JSON.parse(written)).toEqual(there);
        }
      }),
    );
  });

  test('no text and no caret is too broken for it', () => {
    const pieces = fc.array(fc.constantFrom('{', '}', '[', ']', ':', ',', '"a', '"b"', '\n', ' ', '1', '\\', 'tr'));
    fc.assert(
      fc.property(pieces, fc.nat(), (written, at) => {
        const text = written.join('');
        const position = at % (text.length + 1);
        const { from, to } = jsonSpot(text, position);
        expect(from <= position && position <= to && to <= text.length).toBe(true);
        jsonPlaces(text);
      }),
      { examples: [[['{', '"a', '\\'], 4]] },
    );
  }); // prettier-ignore

  test.each<[string, string, string]>([
    ['|', 'value', ''],
    ['{ |', 'key', ''],
    ['{ "ops": { "ca|ke": 1 } }', 'key', 'ops'],
    ['{ "ops": { "cake": { "config": { "eggs": 1, "ki|', 'key', 'ops.cake.config'],
    ['{ "ops": { "cake": |', 'value', 'ops.cake'],
    ['{ "a": [1, { "b": "x|" }] }', 'value', 'a.1.b'],
    ['{ "a": [1, { "b": "x"| }] }', 'key', 'a.1'],
    ['{ "ops": {}\n  "res|\n}', 'key', ''],
    ['{ "a": 1, | "b": 2 }', 'key', ''],
    ['{ "a|\n "b": {} }', 'key', ''],
  ])('%s is a %s of %j', (marked, type, path) => {
    const spot = jsonSpot(marked.replace('|', ''), marked.indexOf('|'));
    expect([spot.type, spot.path.join('.')]).toEqual([type, path]);
  });
});

describe('issues of a config', () => {
  const config = { ops: { cake: { config: { eggs: 'six', rum: 1 } }, pie: {} } };
  const issues = [
    { path: 'root:ops:cake:config:eggs', message: 'no number' },
    unexpectedEntry(['ops', 'cake', 'config'], 'rum', []),
    unexpectedEntry(['ops'], 'pie', []),
    ...configIssues(config, [{ missing: ['ops', 'cake', 'config', 'flour'], sample: 1 }]),
    ...configIssues(config, [{ missing: ['resources', 'oven', 'config'], sample: {} }]),
  ];

  test('each is marked at its entry, or at the nearest around what is not there', () => {
    const lines = configText(config, []).split('\n');
    const marked = issueLines(lines.join('\n'), issues).map((line) => lines[line - 1]!.trim());
    expect(marked).toEqual(['"eggs": "six",', '"rum": 1', '"pie": {}', '"config": {', '{']);
  });

  test('what nothing takes is removed, and only that', () => {
    expect(withoutExtra(config, issues)).toEqual({ ops: { cake: { config: { eggs: 'six' } } } });
    expect(withoutExtra(config, [])).toEqual(config);
  });
});

describe('what may be written', () => {
  /** What is offered at `|`. */
  function offered(marked: string) {
    const position = marked.indexOf('|');
    const state = EditorState.create({ doc: marked.replace('|', '') });
    const found = configSource(() => parts)(new CompletionContext(state, position, true));
    return found?.options.map(({ label }) => String(JSON.parse(label))) ?? [];
  }

  test.each<[string, readonly string[]]>([
    ['{ | }', ['ops', 'resources', 'execution', 'loggers']],
    ['{ "ops": {}, "r|" }', ['resources', 'execution', 'loggers']],
    ['{ "ops": { | } }', ['cake', 'kitchen']],
    ['{ "ops": { "kitchen": { "ops": { "clean": { | } } } } }', ['config', 'inputs']],
    ['{ "ops": { "kitchen": { "ops": { "clean": { "inputs": { | } } } } } }', ['floor']],
    ['{ "ops": { "cake": { "config": { "eggs": 1, | } } } }', ['kind', 'top', 'layers']],
    ['{ "ops": { "cake": { "config": { "kind": "|" } } } }', ['plain', 'rich']],
    ['{ "ops": { "cake": { "config": { "top": { "nuts": | } } } } }', ['true', 'false']],
    ['{ "ops": { "cake": { "config": { "layers": [{}, { | ', ['cream']],
    ['{ "resources": { "oven": { "config": { "h|', ['heat']],
    ['{ "execution": { "config": { "multiprocess": { | } } } }', ['maxConcurrent', 'tagConcurrencyLimits']],
    ['{ "loggers": { "console": { "config": { "logLevel": "|', ['DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL']],
    ['{ "ops": { "nobody": { | } } }', []],
  ])('in %s', (marked, labels) => expect(offered(marked)).toEqual(labels)); // prettier-ignore

  test('an entry tells its shape, its default, whether it must be there, and a value that would do', () => {
    expect(entriesAt(parts, ['ops', 'cake', 'config']).slice(0, 2)).toEqual([
      { name: 'eggs', shape: 'int', isRequired: true, description: 'How many', sample: 0 },
      { name: 'kind', shape: '"plain" | "rich"', isRequired: false, default: 'plain', sample: 'plain' },
    ]);
  });
});
