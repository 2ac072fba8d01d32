import { describe, expect, test } from 'vitest';
import { bootstrapHash, frameBootstrap } from '$lib/location/browser/frame-text';
import { isolateHostContract } from '../contract/isolate-host.contract';
import { filesInMemory, request, run } from '../contract/run-step';
import { compileCells } from '../fixtures/compile-cells';
import InstanceLike from './isolate.worker.ts?worker';
import { isolatesInPage } from './isolates-in-page';

describe('isolates in the browser', () => {
  isolateHostContract(() => ({
    ...isolatesInPage(),
  }));
});

const frames = () => document.querySelectorAll('iframe[sandbox="allow-scripts"]');
const notebook = compileCells({
  a: [
    'import { asset, AssetIn, indexedDbIOManager, opfsIOManager } from "dagbook";',
    'export const opfs = opfsIOManager();',
    'export const indexedDb = indexedDbIOManager();',
    'export const same = asset({ ins: { one: new AssetIn("one") } }, ({ one }) => one);',
    'export const spin = asset((_, { log }) => { log.info("in"); for (;;); });',
    'export const one = asset(() => 1);',
  ].join('\n'),
});
const noFiles = filesInMemory();

/** Resolves when the step has said that it spins; `lost` tells how it ended. */
async function spin(isolate: Awaited<ReturnType<ReturnType<typeof isolatesInPage>['host']['create']>>) {
  await isolate.load({ notebook, modules: {} });
  const spinning = Promise.withResolvers<void>();
  const lost = isolate
    .execute(
      request({ bundle: notebook.hash, node: 'spin' }),
      ({ type }) => type === 'log' && spinning.resolve(),
    )
    .then(
      () => 'ended',
      (error: Error) => error.message,
    );
  await spinning.promise;
  return { lost };
}

test('the hash in the policy is that of the script in the frame', async () => {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(frameBootstrap));
  expect(bootstrapHash).toBe(`sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}`);
});

test('the page stays responsive while a cell spins', async () => {
  const { host, close } = isolatesInPage();
  const isolate = await host.create('spinner', noFiles);
  const { lost } = await spin(isolate);
  // A page that the loop held would never get to its own timers.
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setTimeout(resolve, 5));
  isolate.terminate();
  expect(await lost).toMatch(/terminated/);
  close();
});

test('isolates of one location share a frame, of another they do not; an empty frame goes', async () => {
  const { host, close } = isolatesInPage({ pingEvery: 1000, keepEmpty: 0 });
  const isolates = await Promise.all(['a', 'a', 'b'].map((location) => host.create(location, noFiles)));
  expect(frames()).toHaveLength(2);
  isolates[2]!.terminate();
  await expect.poll(() => frames().length).toBe(1);
  isolates[0]!.terminate();
  await isolates[1]!.ping();
  expect(frames()).toHaveLength(1);
  close();
  await expect.poll(() => frames().length).toBe(0);
});

test('a frame that no longer answers is removed, and its isolates are dead; a new one works', async () => {
  const { host, close } = isolatesInPage({ pingEvery: 200, keepEmpty: 1000 });
  const isolate = await host.create('crashes', noFiles);
  const { lost } = await spin(isolate);
  (frames()[0] as HTMLIFrameElement).srcdoc = 'As after a crash: the process is gone, and no event tells.';
  expect((await isolate.died).message).toMatch(/process of the isolate died/);
  expect(await lost).toMatch(/process of the isolate died/);
  const next = await host.create('crashes', noFiles);
  await next.load({ notebook, modules: {} });
  expect((await run(next, { bundle: notebook.hash, node: 'one' })).value).toBe(1);
  close();
});

test('a frame that answers is left alone, however its cells spin', async () => {
  const { host, close } = isolatesInPage({ pingEvery: 200, keepEmpty: 1000 });
  const isolate = await host.create('busy', noFiles);
  const { lost } = await spin(isolate);
  const first = await Promise.race([
    isolate.died,
    new Promise((resolve) => setTimeout(resolve, 1000, 'alive')),
  ]);
  expect(first).toBe('alive');
  isolate.terminate();
  await lost;
  close();
});

test('a worker of the app has isolates through its page, speaks with them directly, and keeps their values', async () => {
  const { serveFrames } = await import('$lib/location/browser/serve-frames');
  const { port1, port2 } = new MessageChannel();
  const close = serveFrames(port1);
  const worker = new InstanceLike();
  worker.postMessage({ port: port2, notebook }, [port2]);
  const answer = await new Promise((resolve) => (worker.onmessage = ({ data }) => resolve(data)));
  expect(answer).toEqual({ answers: [1, 1], opfs: ['p/one'], indexedDb: ['p/one'] });
  worker.terminate();
  close();
});
