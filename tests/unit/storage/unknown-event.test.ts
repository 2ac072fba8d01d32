import { expect, test } from 'vitest';
import cases from '../../fixtures/dagster-cases.json';
import { eventFromRow } from '$lib/storage/sqlite/event-row';

test('ev-31: an event of a type this version does not know reads as ENGINE_EVENT that names it', () => {
  const ev31 = cases.find(({ id }) => id === 'ev-31-unknown-type');
  const { stored_event_type: type } = ev31!.given as { stored_event_type: string };
  const { read_as } = ev31!.expect as { read_as: string };
  const event = eventFromRow([7, 'r', type, 5, 'INFO', 'hello', null, 'a', null, '{"secret":1}']);
  expect(event).toEqual({
    id: 7,
    runId: 'r',
    type: read_as,
    timestamp: 5,
    level: 'INFO',
    message: 'hello',
    assetKey: 'a',
    data: { originalType: type },
  });
});
