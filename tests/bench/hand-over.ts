import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { serveApp, startBrowser, type Browser } from '../e2e/app';
import { askInstance } from '../e2e/ask-instance';
import { bundledProgram, startProgram } from '../fixtures/bundled-program';
import { median, type Measure } from './measure';

/** Milliseconds within which a person notices no pause. */
const unnoticed = 1000;

/** From SIGKILL to a leading process until another one leads, in ms. */
async function ofProcesses(program: string): Promise<number> {
  const home = mkdtempSync(join(tmpdir(), 'dagbook-bench-'));
  const contend = (name: string) => {
    const child = startProgram(program, home, name, '10000');
    const leads = new Promise<void>((resolve) =>
      createInterface(child.stdout).on('line', (line) => line.startsWith('leads') && resolve()),
    );
    return { child, leads };
  };
  const first = contend('first');
  await first.leads;
  const second = contend('second');
  // It has begun to wait when it has loaded what it needs.
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  const begin = performance.now();
  first.child.kill('SIGKILL');
  await second.leads;
  const ms = performance.now() - begin;
  second.child.kill('SIGKILL');
  await once(second.child, 'exit');
  rmSync(home, { recursive: true });
  return ms;
}

/** From the end of the leading tab until another tab is answered, in ms. */
async function ofTabs(browser: Browser, url: string): Promise<number> {
  const leading = await browser.open(url);
  await askInstance(leading, 'info');
  const following = await browser.open(url);
  await askInstance(following, 'info');
  await following.waitForTimeout(1_000);
  const begin = performance.now();
  await leading.close();
  await askInstance(following, 'info');
  const ms = performance.now() - begin;
  await following.close();
  return ms;
}

/** The same for a lock alone. */
async function ofLocks(browser: Browser, url: string): Promise<number> {
  const [holding, waiting] = [await browser.open(url), await browser.open(url)];
  const take = () =>
    new Promise<void>((taken) => {
      void navigator.locks.request('bench', () => (taken(), new Promise(() => {})));
    });
  await holding.evaluate(take);
  const taken = waiting.evaluate(take);
  const begin = performance.now();
  await holding.close();
  await taken;
  const ms = performance.now() - begin;
  await waiting.close();
  return ms;
}

export const handOver: Measure = async () => {
  const program = await bundledProgram('leader.ts');
  const processes = await median(3, () => ofProcesses(program));
  const server = await serveApp();
  const browser = await startBrowser({ isChecked: true });
  try {
    const tabs = await median(5, () => ofTabs(browser, server.url));
    const locks = await median(5, () => ofLocks(browser, `${server.url}favicon.svg`));
    return [
      {
        what: 'hand-over when the leading process is killed',
        value: `${processes.toFixed(0)} ms`,
        yardstick: `a pause that is noticed: ${unnoticed} ms`,
        ratio: processes / unnoticed,
        aim: { atMost: 1 },
      },
      {
        what: 'hand-over when the leading tab is closed, until the next call is answered',
        value: `${tabs.toFixed(0)} ms`,
        yardstick: `a Web Lock alone: ${locks.toFixed(0)} ms`,
        ratio: tabs / locks,
        aim: { atMost: 10 },
      },
    ];
  } finally {
    await browser.dispose();
    await server.close();
  }
};
