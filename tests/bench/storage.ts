/**
 * `node tests/bench/storage.ts`: how fast the event log is in Chromium and in Node. The browser gets a profile on the
 * disk: in vitest's browser it is a private window, where every write of a file is a message to another process.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('../..', import.meta.url));

async function bundle(entry: string, platform: 'browser' | 'node'): Promise<string> {
  const build = await rolldown({
    input: join(root, 'tests/bench', entry),
    platform,
    resolve: { alias: { $lib: join(root, 'src/lib') } },
    logLevel: 'silent',
    plugins: [
      {
        name: 'url',
        resolveId: (id) => (id.endsWith('?url') ? id : undefined),
        load: (id) => (id.endsWith('?url') ? `export default '/sqlite3.wasm'` : undefined),
      },
    ],
  });
  return (await build.generate({ format: 'esm', codeSplitting: false })).output[0].code;
}

async function inChromium(folder: string): Promise<unknown> {
  const worker = await bundle('storage.worker.ts', 'browser');
  const wasm = readFileSync(join(root, 'node_modules/@sqlite.org/sqlite-wasm/dist/sqlite3.wasm'));
  const server = createServer(({ url }, response) => {
    const [type, body] = url!.endsWith('.wasm')
      ? ['application/wasm', wasm]
      : url!.endsWith('.js')
        ? ['text/javascript', worker]
        : ['text/html', '<!doctype html>'];
    response.writeHead(200, { 'content-type': type }).end(body);
  }).listen(0, '127.0.0.1');
  const browser = await chromium.launchPersistentContext(join(folder, 'profile'), {
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    return await page.evaluate(
      () =>
        new Promise((resolve, reject) => {
          const started = new Worker('/worker.js', { type: 'module' });
          started.onmessage = ({ data }) => resolve(data);
          started.onerror = ({ message }) => reject(new Error(message));
          started.postMessage('');
        }),
    );
  } finally {
    await browser.close();
    server.close();
  }
}

async function inNode(folder: string): Promise<unknown> {
  const program = join(folder, 'bench.mjs');
  writeFileSync(program, await bundle('storage.node.ts', 'node'));
  return JSON.parse(execFileSync(process.execPath, [program, folder], { encoding: 'utf8' }));
}

const folder = mkdtempSync(join(tmpdir(), 'bench-'));
console.log({ ...((await inChromium(folder)) as object), Node: await inNode(folder) });
rmSync(folder, { recursive: true });
