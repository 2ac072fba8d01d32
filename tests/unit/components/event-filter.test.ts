import { expect, test } from 'vitest';
import { filterEvents, type EventFilter } from '$lib/components/runs/event-filter';
import type { EventType, LogLevel, RunEvent } from '$lib/events/event';

const event = (id: number, type: EventType, level: LogLevel, stepKey: string | undefined, message: string) =>
  ({ id, type, level, stepKey, message, runId: 'r', timestamp: id, data: {} }) as RunEvent;

const log = [
  event(1, 'RUN_ENQUEUED', 'DEBUG', undefined, 'Enqueued run'),
  event(2, 'STEP_START', 'DEBUG', 'bake', 'Started'),
  event(3, 'LOG_MESSAGE', 'INFO', 'bake', 'Oven at 180 °C'),
  event(4, 'LOADED_INPUT', 'DEBUG', 'bake', 'Loaded dough'),
  event(5, 'STEP_FAILURE', 'ERROR', 'bake', 'Oven is cold'),
  { ...event(6, 'LOG_MESSAGE', 'WARNING', 'frost', 'sugar is low'), data: { stream: 'stderr' } } as RunEvent,
];

test.each<[EventFilter, number[]]>([
  [{}, [1, 2, 3, 4, 5, 6]],
  [{ text: 'OVEN' }, [3, 5]],
  [{ text: 'step_' }, [2, 5]],
  [{ text: 'frost' }, [6]],
  [{ level: 'WARNING' }, [5, 6]],
  [{ step: 'bake' }, [2, 3, 4, 5]],
  [{ hideEngine: true }, [2, 3, 5, 6]],
  [{ only: 'LOG_MESSAGE', step: 'bake' }, [3]],
  [{ stream: 'stderr' }, [6]],
  [{ stream: 'log' }, [3]],
  [{ text: 'oven', level: 'ERROR', step: 'frost' }, []],
])('%j shows events %j', (filter, ids) => {
  expect(filterEvents(log, filter).map(({ id }) => id)).toEqual(ids);
});
