import { expose } from 'comlink';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { workerParser } from '$lib/instance/browser/worker-parser';
import { directParser } from '$lib/instance/direct-parser';
import { readNotebook } from '$lib/notebook/read-notebook';

const source = '// %% {"id":"a0000001"}\nexport const one = 1;\n';
const hostile = '// %% {"id":"a0000001"}\nconst fine = 1;\n\n// %% {"id":"b0000002","name":"trap"}\nhang';

let ended: number;
let started: number;
const ports: MessagePort[] = [];

/** Another side that answers as the worker does, and for the text `hang` never. */
function startWorker() {
  started++;
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  const compile: typeof directParser.compile = async (text, title, onCell) => {
    const compiled = await directParser.compile(text, title, onCell);
    return text.endsWith('hang') ? new Promise<never>(() => {}) : compiled;
  };
  expose({ ...directParser, compile }, port1);
  return Object.assign(port2, { terminate: () => void ended++ });
}

beforeEach(() => {
  [ended, started] = [0, 0];
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
  for (const port of ports.splice(0)) port.close();
});

test('one worker, started when first needed, compiles and writes again and again', async () => {
  const parser = workerParser(startWorker);
  expect(started).toBe(0);
  const compiled = await parser.compile(source, 'Sums');
  expect(compiled).toEqual(await directParser.compile(source, 'Sums'));
  expect(await parser.write(readNotebook(source))).toBe(source);
  expect([started, ended]).toEqual([1, 0]);
});

test('what takes longer than 5 s is ended, named with its cell, and holds up nobody behind it', async () => {
  const parser = workerParser(startWorker);
  const stuck = parser.compile(hostile, 'Trap').catch((error: unknown) => error);
  const behind = parser.compile(source, 'Sums');
  await vi.waitFor(() => expect(vi.getTimerCount()).toBe(1));
  await new Promise((resolve) => setImmediate(resolve));
  await vi.advanceTimersByTimeAsync(4_900);
  expect(ended).toBe(0);
  await vi.advanceTimersByTimeAsync(200);
  expect(await stuck).toMatchObject({
    name: 'NotebookTooHard',
    message: expect.stringContaining('Trap') as string,
    remedy: expect.any(String) as string,
    at: { cell: 'trap' },
  });
  expect((await behind).cells).toHaveLength(1);
  expect([started, ended]).toEqual([2, 1]);
});
