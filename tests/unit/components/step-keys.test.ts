import { describe, expect, test } from 'vitest';
import { stepKeyParts, stepKeys, templateOf } from '$lib/components/runs/step-keys';
import { emptyRunState } from '$lib/events/run-state';
import type { ExecutionPlan } from '$lib/plan/execution-plan';

test.each([
  ['clean', '', 'clean', ''],
  ['recipes.clean', 'recipes.', 'clean', ''],
  ['a.b.clean[k0][j1]', 'a.b.', 'clean', '[k0][j1]'],
])('%s is read as its graphs, its op and what it is mapped over', (key, graphs, op, mapping) => {
  expect(stepKeyParts(key)).toEqual({ graphs, op, mapping });
});

describe('the steps of a run', () => {
  const plan = {
    steps: ['list', 'm[?]', 'n[?][?]', 'end'].map((key) => ({ key })),
    executor: { type: 'in_process' },
  } as unknown as ExecutionPlan;
  const keysWith = (...keys: string[]) => stepKeys(plan, emptyRunState(keys));

  test('copies of a mapped step take its place', () => {
    expect(keysWith('m[b]', 'm[a]', 'n[a][x]')).toEqual(['list', 'm[b]', 'm[a]', 'n[a][x]', 'end']);
  });

  test('until there is one, the step of the plan stands there; what nobody planned comes last', () => {
    expect(keysWith('other')).toEqual(['list', 'm[?]', 'n[?][?]', 'end', 'other']);
    expect(stepKeys(plan, undefined)).toHaveLength(4);
  });

  test('a step knows whose copy it is', () => expect(templateOf('n[a][x]')).toBe('n[?][?]'));
});
