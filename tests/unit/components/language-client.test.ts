import { expose } from 'comlink';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type AskedLanguage, LanguageClient } from '$lib/components/notebook/language/language-client';

let started: number;
let ended: number;
const ports: MessagePort[] = [];

/** Another side that answers as the worker does, and about the cell `hang` never. */
function startWorker() {
  started++;
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  const served: Partial<AskedLanguage> = {
    speak: async () => {},
    update: async () => {},
    definition: (cell) =>
      cell === 'hang' ? new Promise(() => {}) : Promise.resolve([{ cell, from: 0, to: 1 }]),
    describe: () => Promise.reject(new Error('Debug Failure')),
  };
  expose(served, port1);
  return Object.assign(port2, { terminate: () => void ended++ });
}

const everything = { order: ['a'], cells: [{ id: 'a', text: 'a' }] };
const define = (client: LanguageClient, cell: string) =>
  client.ask((language) => language.definition(cell, 0));

beforeEach(() => {
  [started, ended] = [0, 0];
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
  for (const port of ports.splice(0)) port.close();
});

test('nothing is asked before the service is told of a notebook', async () => {
  const client = new LanguageClient(startWorker);
  expect(await define(client, 'a')).toBeUndefined();
  expect(started).toBe(0);
  await client.update(everything);
  expect(await define(client, 'a')).toEqual([{ cell: 'a', from: 0, to: 1 }]);
  expect([started, ended]).toEqual([1, 0]);
});

test('a service that a text keeps busy is ended, and the next update starts another one', async () => {
  const client = new LanguageClient(startWorker);
  await client.update(everything);
  const stuck = define(client, 'hang');
  await vi.waitFor(() => expect(vi.getTimerCount()).toBe(1));
  await vi.advanceTimersByTimeAsync(19_900);
  expect(ended).toBe(0);
  await vi.advanceTimersByTimeAsync(200);
  expect(await stuck).toBeUndefined();
  expect([ended, client.isRunning]).toEqual([1, false]);

  await client.update(everything);
  expect(await define(client, 'a')).toHaveLength(1);
  expect(started).toBe(2);
});

test('where TypeScript itself fails there is no answer, and the next question has one', async () => {
  const client = new LanguageClient(startWorker);
  await client.update(everything);
  expect(await client.ask((language) => language.describe('a', 0))).toBeUndefined();
  expect(await define(client, 'a')).toHaveLength(1);
  expect(ended).toBe(0);
});

test('a worker that cannot be loaded is tried three times', async () => {
  const client = new LanguageClient(() => {
    started++;
    const worker = new MessageChannel().port2;
    ports.push(worker);
    queueMicrotask(() => worker.dispatchEvent(new Event('error')));
    return Object.assign(worker, { terminate: () => void ended++ });
  });
  for (let edit = 0; edit < 5; edit++) await client.update(everything);
  expect([started, ended]).toEqual([3, 3]);
});
