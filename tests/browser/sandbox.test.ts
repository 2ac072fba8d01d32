import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { moduleTexts } from '$lib/location/module-texts';
import { filesInMemory, run } from '../contract/run-step';
import { compileCells } from '../fixtures/compile-cells';
import attacks from './attacks.js?raw';
import { isolatesInPage } from './isolates-in-page';

type Loot = Record<string, { got?: unknown; failed?: string }>;

const probe = inject('probe');
const secret = 'secret of the app';
const seen = async (): Promise<string[]> => (await fetch(`${probe}/seen`)).json();

let releaseLock = () => {};
const channel = new BroadcastChannel('probe');
const overheard: unknown[] = [];

/** Something to find in every store of the app's origin. */
beforeAll(async () => {
  const file = await (await navigator.storage.getDirectory()).getFileHandle('probe.txt', { create: true });
  const writable = await file.createWritable();
  await writable.write(secret);
  await writable.close();
  await (await caches.open('probe')).put('/loot', new Response(secret));
  document.cookie = `probe=${encodeURIComponent(secret)}`;
  localStorage.setItem('probe', secret);
  await new Promise<void>((resolve) => {
    const opening = indexedDB.open('probe');
    opening.onupgradeneeded = () => opening.result.createObjectStore('loot').put(secret, 'key');
    opening.onsuccess = () => {
      opening.result.close();
      resolve();
    };
  });
  await new Promise<void>((held) => {
    void navigator.locks.request('probe-lock', () => {
      held();
      return new Promise<void>((release) => (releaseLock = release));
    });
  });
  channel.onmessage = ({ data }) => {
    overheard.push(data);
    channel.postMessage(secret);
  };
});

afterAll(() => {
  releaseLock();
  channel.close();
  indexedDB.deleteDatabase('probe');
  localStorage.removeItem('probe');
});

async function attackFromApp(): Promise<Loot> {
  const module = URL.createObjectURL(new Blob([attacks], { type: 'text/javascript' }));
  const code = `import(${JSON.stringify(module)}).then(async ({ attack }) => postMessage(await attack(${JSON.stringify(probe)}, ${JSON.stringify(location.origin)})))`;
  const worker = new Worker(URL.createObjectURL(new Blob([code], { type: 'text/javascript' })), {
    type: 'module',
  });
  const loot = await new Promise<Loot>((resolve) => (worker.onmessage = ({ data }) => resolve(data as Loot)));
  worker.terminate();
  return loot;
}

async function attackFromCell(): Promise<Loot> {
  const { host, close } = isolatesInPage();
  const isolate = await host.create('hostile', filesInMemory());
  const notebook = compileCells({
    a: [
      'import { asset } from "dagbook";',
      'import { attack } from "attacks";',
      `export const loot = asset(() => attack(${JSON.stringify(probe)}, ${JSON.stringify(location.origin)}));`,
    ].join('\n'),
  });
  await isolate.load({ notebook, modules: await moduleTexts(notebook, { attacks: async () => attacks }) });
  const { value } = await run(isolate, { bundle: notebook.hash, node: 'loot' });
  close();
  return value as Loot;
}

const got = (loot: Loot) =>
  Object.entries(loot)
    .filter(([, { got }]) => got !== undefined)
    .map(([name]) => name);

test('code in the app itself gets at all this (or the next test would prove nothing)', async () => {
  await seen();
  const loot = await attackFromApp();
  expect(new Set(await seen())).toEqual(
    new Set([
      'fetch', 'noCors', 'xhr', 'syncXhr', 'webSocket', 'webSocketStream', 'eventSource', 'importHttp', 'importInBlob',
      'importJson', 'fontFace', 'nestedBlobWorker',
      'nestedDataWorker',
    ]), // prettier-ignore
  );
  expect(got(loot)).toEqual(
    expect.arrayContaining([
      'opfs',
      'indexedDb',
      'indexedDbNames',
      'caches',
      'locks',
      'app',
      'broadcast',
      'eval',
      'newFunction',
      'renounced',
    ]),
  );
  expect(loot).toMatchObject({
    opfs: { got: secret },
    indexedDb: { got: secret },
    caches: { got: secret },
    broadcast: { got: secret },
  });
  expect(overheard).toEqual(['question']);
});

test('code in a cell gets at nothing, and no request of it leaves', async () => {
  await seen();
  overheard.length = 0;
  const loot = await attackFromCell();
  expect(got(loot)).toEqual([]);
  expect(Object.keys(loot).length).toBeGreaterThan(30);
  // A later request of ours has arrived, so anything sent before would have.
  await fetch(`${probe}/after`);
  expect(await seen()).toEqual(['after']);
  expect(overheard).toEqual([]);
}, 20_000);
