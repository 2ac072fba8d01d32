import type { Page } from 'playwright';
import { serveApp, startBrowser } from '../e2e/app';
import { notebookOf, openNotebookFile } from '../e2e/notebook-page';
import { p95, type Measure } from './measure';

const letters = 'const abc = 1 + 2; '.repeat(5);

const cells = (count: number) =>
  Array.from({ length: count }, (_, at) =>
    [
      `// Step ${at} of the chain.`,
      `export const step${at} = asset({ ${at > 0 ? `ins: { step${at - 1} }, ` : ''}group: "chain" }, (inputs) => {`,
      '  const rows = Object.values(inputs).flat();',
      `  return [...rows, { step: ${at}, text: "a row", value: rows.length * 2 }];`,
      '});',
      '',
    ].join('\n'),
  );

/**
 * What writing and scrolling feel like. From a key to the end of the frame that shows its letter, in the middle of 200
 * cells, beside an empty text field in an empty page; and the frames of a fling over 500 cells, beside those of the
 * page at rest.
 */
export const notebookPage: Measure = async () => {
  const server = await serveApp();
  const browser = await startBrowser({ isChecked: true });
  try {
    const first = await browser.open(server.url);
    await first.evaluate(() => localStorage.setItem('dagbook-visited', '1'));
    await first.setContent('<textarea></textarea>');
    await first.locator('textarea').focus();
    const bare = await keyTimes(first);
    await first.close();

    const page = await openCells(browser.open(server.url), 200);
    await page.locator('[data-cell="cell000100"]').focus();
    await page.keyboard.press('Enter');
    await page.locator('[data-cell="cell000100"] .cm-content:focus').waitFor();
    await page.keyboard.press('Control+End');
    const typed = await keyTimes(page);
    await page.close();

    const long = await openCells(browser.open(server.url), 500);
    const rest = await frameTimes(long, 0);
    const fling = await frameTimes(long, 400);
    return [
      {
        what: 'keystroke p95 in a notebook of 200 cells',
        value: `${p95(typed).toFixed(1)} ms`,
        yardstick: `an empty text field: ${p95(bare).toFixed(1)} ms`,
        ratio: p95(typed) / p95(bare),
        aim: { atMost: 1.5 },
      },
      {
        what: 'frame p95 of a fling over 500 cells',
        value: `${p95(fling).toFixed(1)} ms`,
        yardstick: `the same page at rest: ${p95(rest).toFixed(1)} ms`,
        ratio: p95(fling) / p95(rest),
        aim: { atMost: 2 },
      },
    ];
  } finally {
    await browser.dispose();
    await server.close();
  }
};

async function openCells(opening: Promise<Page>, count: number): Promise<Page> {
  const page = await opening;
  await openNotebookFile(page, notebookOf('Many cells', cells(count)));
  await page.locator('.cm-content').first().waitFor();
  await page.getByText('Saved').waitFor();
  await page
    .getByText('Never materialized')
    .nth(count - 1)
    .waitFor({ state: 'attached' });
  // The language service has checked all that is new to it.
  await page.waitForTimeout(5000);
  return page;
}

/** Milliseconds from each key to the end of the frame that shows it. */
async function keyTimes(page: Page): Promise<readonly number[]> {
  await page.evaluate(() => {
    const times: number[] = [];
    Object.assign(window, { times });
    addEventListener(
      'keydown',
      ({ timeStamp }) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => times.push(performance.now() - timeStamp);
        requestAnimationFrame(() => port2.postMessage(0));
      },
      true,
    );
  });
  await page.keyboard.type(letters, { delay: 60 });
  return page.evaluate(() => (window as unknown as { times: number[] }).times);
}

/** Milliseconds of each frame of two seconds in which every frame scrolls so many pixels. */
const frameTimes = (page: Page, pixels: number): Promise<readonly number[]> =>
  page.evaluate(
    (by) =>
      new Promise<number[]>((resolve) => {
        const times: number[] = [];
        let last = performance.now();
        const end = last + 2000;
        requestAnimationFrame(function frame() {
          const now = performance.now();
          times.push(now - last);
          last = now;
          (document.scrollingElement ?? document.body).scrollBy(0, by);
          document.querySelector('main')?.scrollBy(0, by);
          if (now < end) requestAnimationFrame(frame);
          else resolve(times);
        });
      }),
    pixels,
  );
