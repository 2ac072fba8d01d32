import type { Page } from 'playwright';
import { serveApp, startBrowser, type Browser } from '../e2e/app';
import { askInstance } from '../e2e/ask-instance';
import { openNotebookFile, skipExample } from '../e2e/notebook-page';
import { AcknowledgedFacts, type Verdict } from './acknowledged-facts';
import { busyNotebook } from './busy-notebook';
import { seededRandom } from './seeded-random';

/** Up to `most` tabs are opened, loaded again, closed and crashed at random, `turns` times, while runs go on and somebody types. */
export async function tabsAtRandom(most: number, turns: number, seed: number): Promise<Verdict> {
  const random = seededRandom(seed);
  const facts = new AcknowledgedFacts();
  const server = await serveApp();
  const browser = await startBrowser({ isChecked: true });
  try {
    await skipExample(browser.context);
    const first = await browser.open(server.url);
    await openNotebookFile(first, busyNotebook(0.5));
    await first.getByRole('region', { name: 'count', exact: true }).waitFor();
    const address = first.url();
    const location = new URL(address).searchParams.get('id')!;

    const tabs = [first];
    const anyTab = () => tabs[Math.floor(random() * tabs.length)]!;
    let text = '// typed:';
    for (let turn = 0; turn < turns; turn++) {
      const typed = await type(anyTab(), location, text, ` ${turn}`);
      facts.noteText((text = typed));
      const gathering = facts.gather(anyTab(), location).catch(() => {});
      await new Promise((resolve) => setTimeout(resolve, random() * 300));
      if (tabs.length < most && random() < 0.6) tabs.push(await browser.open(address));
      else {
        const leaving = anyTab();
        if (tabs.length > 1) tabs.splice(tabs.indexOf(leaving), 1);
        await leave(browser, leaving, tabs.includes(leaving) ? 'reload' : random() < 0.5 ? 'close' : 'crash');
      }
      await gathering;
    }
    return await facts.judge(anyTab(), location);
  } finally {
    await browser.dispose();
    await server.close();
  }
}

/** Adds to the cell that shows `text`, as this tab has it after the others, and answers what is stored then. */
async function type(page: Page, location: string, text: string, more: string): Promise<string> {
  await page.getByText(text, { exact: true }).click();
  await page.keyboard.press('End');
  await page.keyboard.type(more);
  const isStored = async () =>
    (await askInstance(page, 'openNotebook', location))!.source.includes(text + more);
  while (!(await isStored())) await new Promise((resolve) => setTimeout(resolve, 50));
  return text + more;
}

async function leave(browser: Browser, page: Page, how: 'reload' | 'close' | 'crash'): Promise<void> {
  if (how === 'reload') await page.reload();
  if (how === 'crash') {
    const session = await browser.context.newCDPSession(page);
    const crashed = new Promise((resolve) => page.once('crash', resolve));
    session.send('Page.crash').catch(() => {});
    await crashed;
  }
  if (how !== 'reload') await page.close();
}
