import { join } from 'node:path';
import { serveFolder } from '../../.scripts/static-server.mjs';
import { startBrowser } from '../e2e/app';
import { dagsterStep, inProcessMeasurements } from './engine';
import type {} from './engine.page';
import type { Measurement } from './measure';

/** The engine in a page of Chromium, on its files; `.scripts/bench.mjs` puts the page beside this program. */
export async function engineInBrowser(): Promise<readonly Measurement[]> {
  const server = await serveFolder({ folder: join(import.meta.dirname, 'page') });
  const browser = await startBrowser({ isChecked: true });
  try {
    const page = await browser.open(server.url);
    const { inProcess, warmStep } = await page.evaluate(() => globalThis.engineTimes);
    return [
      ...inProcessMeasurements(
        '1,000 assets that do nothing, in process, durable, in Chromium',
        1000,
        inProcess,
      ),
      {
        what: 'a chain of 100 such assets, multiprocess, warm, in Chromium',
        value: `${warmStep.toFixed(1)} ms a step`,
        yardstick: `Dagster's ${dagsterStep} ms a step`,
        ratio: warmStep / dagsterStep,
        aim: { atMost: 5 / dagsterStep },
      },
    ];
  } finally {
    await browser.dispose();
    await server.close();
  }
}
