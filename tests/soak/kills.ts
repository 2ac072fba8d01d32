import { serveApp, startBrowser } from '../e2e/app';
import { openNotebookFile, skipExample } from '../e2e/notebook-page';
import { AcknowledgedFacts, type Verdict } from './acknowledged-facts';
import { busyNotebook } from './busy-notebook';
import { seededRandom } from './seeded-random';

/** The latest moment of a kill, in ms from when the browser is asked for the page. */
const longestLife = 10_000;

/** Kills the browser `kills` times, each time at a random moment after it was started, with a sensor and a schedule on. */
export async function killAtRandom(kills: number, seed: number): Promise<Verdict> {
  const random = seededRandom(seed);
  const facts = new AcknowledgedFacts();
  const server = await serveApp();
  let browser = await startBrowser({ isChecked: true });
  try {
    await skipExample(browser.context);
    let page = await browser.open(server.url);
    await openNotebookFile(page, busyNotebook(0.5));
    await page.getByRole('region', { name: 'count', exact: true }).waitFor();
    const address = page.url();
    const location = new URL(address).searchParams.get('id')!;
    await facts.gather(page, location);

    for (let kill = 0; kill < kills; kill++) {
      const moment = setTimeout(() => void browser.kill(), random() * longestLife);
      const closed = new Promise((resolve) => browser.context.once('close', resolve));
      // Until the kill ends it.
      await (async () => {
        page = await browser.open(address);
        for (;;) await facts.gather(page, location);
      })().catch(() => {});
      await closed;
      clearTimeout(moment);
      browser = await browser.reopen();
    }
    return await facts.judge(await browser.open(address), location);
  } finally {
    await browser.dispose();
    await server.close();
  }
}
