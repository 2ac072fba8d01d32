import { expect, test } from 'vitest';
import cases from '../../fixtures/dagster-cases.json';
import { fromWireType, toWireType } from '$lib/events/wire-type';

const find = (id: string) =>
  cases.find((each) => each.id === id) as unknown as Record<'given' | 'expect', Record<string, string>>;

test('run events are spelled as Dagster stores them (ev-30)', () => {
  const { given, expect: expected } = find('ev-30-alias');
  expect(toWireType('RUN_START')).toBe(expected.wire_value);
  expect(fromWireType(expected.wire_value!)).toEqual({ type: given.stored_event_type });
  expect(toWireType('STEP_START')).toBe('STEP_START');
});

test('a type not known here is read as an engine event that keeps its name (ev-31)', () => {
  const { given, expect: expected } = find('ev-31-unknown-type');
  expect(fromWireType(given.stored_event_type!)).toEqual({
    type: expected.read_as,
    data: { originalType: given.stored_event_type },
  });
});
