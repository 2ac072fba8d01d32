import { serveApp, startBrowser } from '../e2e/app';
import { median, type Measure } from './measure';

/** What somebody sees who has never been here: from the address to the example's results, without reading anything. */
export const firstMaterialization: Measure = async () => {
  const server = await serveApp();
  let button = 0;
  let stored = 0;
  const total = await median(3, async () => {
    const browser = await startBrowser({ isChecked: true });
    try {
      const page = await browser.context.newPage();
      const start = performance.now();
      await page.goto(server.url);
      const materialize = page.getByRole('button', { name: 'Materialize all' });
      await materialize.waitFor();
      button = performance.now() - start;
      const storing = page
        .getByText('Saved')
        .waitFor()
        .then(() => (stored = performance.now() - start));
      await materialize.click();
      await page.getByRole('link', { name: 'Run: Success' }).waitFor();
      await storing;
      return performance.now() - start;
    } finally {
      await browser.dispose();
    }
  });
  await server.close();
  return [
    {
      what: 'first visit to first materialization (cake)',
      value: `${Math.round(total)} ms; the button is there after ${Math.round(button)} ms`,
      yardstick: `the same visit until the notebook is stored: ${Math.round(stored)} ms`,
      ratio: total / stored,
      aim: { atMost: 3 },
    },
  ];
};
