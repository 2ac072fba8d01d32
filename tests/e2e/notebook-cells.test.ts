import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serveApp, startBrowser, type Browser } from './app';
import { notebookOf, openNotebookFile } from './notebook-page';

let server: Awaited<ReturnType<typeof serveApp>>;
let browser: Browser;
beforeAll(async () => {
  server = await serveApp();
  browser = await startBrowser();
  // No first visit, which would begin with the example.
  const page = await browser.open(server.url);
  await page.evaluate(() => localStorage.setItem('dagbook-visited', '1'));
  await page.close();
});
afterAll(async () => {
  await browser.dispose();
  await server.close();
});

const source = `// %% [notebook] {"format":1,"title":"Cells"}

// %% [markdown] {"id":"head"}
// # First

// %% {"id":"one"}
const one = 1;
const two = 2;

// %% {"id":"three"}
const  three = one+two

// %% [markdown] {"id":"next"}
// # Second
`;
const cellsOf = (page: Page) =>
  page.locator('[data-cell]').evaluateAll((all) => all.map((cell) => cell.getAttribute('data-cell')));
const textOf = (page: Page, cell: string) =>
  page.locator(`[data-cell="${cell}"] :is(pre, .cm-content)`).first().innerText();
const press = async (page: Page, ...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key);
};
const eventually = <Value>(ask: () => Promise<Value>) => expect.poll(ask, { timeout: 15_000 });
const open = async (text = source) => {
  const page = await browser.open(server.url);
  await openNotebookFile(page, text);
  await page.locator('[data-cell="one"] .cm-content').waitFor();
  return page;
};

test('cells are edited as wholes by keys alone, and every step can be taken back', async () => {
  const page = await open();
  const begin = await cellsOf(page);
  await page.locator('[data-cell="one"]').focus();

  await press(page, 'Enter', 'Control+Home', 'ArrowDown', 'Control+Shift+Minus');
  await eventually(() => textOf(page, 'one')).toBe('const one = 1;');
  const [, , split] = await cellsOf(page);
  await page.locator(`[data-cell="${split}"] .cm-content:focus`, { hasText: 'const two = 2;' }).waitFor();

  await press(page, 'Escape', 'Shift+ArrowDown');
  await eventually(() => page.locator('[aria-current="true"][data-cell]').count()).toBe(2);
  await press(page, 'Alt+Shift+ArrowUp');
  await eventually(() => cellsOf(page)).toEqual(['head', split, 'three', 'one', 'next']);
  await press(page, 'Shift+M');
  await eventually(() => cellsOf(page)).toEqual(['head', split, 'one', 'next']);
  await press(page, 'D', 'D');
  await eventually(() => cellsOf(page)).toEqual(['head', 'one', 'next']);

  await press(page, 'Z', 'Z', 'Z', 'Z');
  await eventually(() => cellsOf(page)).toEqual(begin);
  await press(page, 'Shift+Z', 'Shift+Z');
  await eventually(() => cellsOf(page)).toEqual(['head', split, 'three', 'one', 'next']);
  await page.close();
});

test('cells are pasted into another notebook, and what they read comes along', async () => {
  const page = await open(
    source.replace('= 2;', '= 2;\nconst read = (context) => context.file("rows.csv");'),
  );
  await page.evaluate(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(['x\n1\n'], 'rows.csv'));
    const drop = new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true });
    document.querySelector('[data-cell]')?.dispatchEvent(drop);
  });
  await page.getByText('rows.csv is attached').waitFor();
  await page.locator('[data-cell="one"]').focus();
  await press(page, 'Shift+ArrowDown', 'X');
  await eventually(() => cellsOf(page)).toEqual(['head', 'next']);

  const other = await browser.open(server.url);
  await openNotebookFile(other, '// %% {"id":"one"}\nconst here = 1;\n');
  await other.locator('[data-cell="one"]').focus();
  await press(other, 'V');
  await eventually(async () => (await cellsOf(other)).length).toBe(3);
  const [, pasted] = await cellsOf(other);
  expect(pasted).not.toBe('one');
  await eventually(() => textOf(other, pasted!)).toContain('const two = 2;');
  await other.getByText('Attached as well: rows.csv').waitFor();

  // The same by dragging; what only looks like a drag from this app brings nothing.
  await page.bringToFront();
  await page.locator('[data-cell="next"]').hover();
  const carried = await dragStarts(page, 'next');
  await eventually(() => page.evaluate(() => localStorage.getItem('dagbook-dragged-cells'))).toContain(
    carried,
  );
  await dropsOn(other, 'one', 'forged');
  await dropsOn(other, 'one', carried);
  // It leaves its notebook when it is in the other one.
  await eventually(() => cellsOf(page)).toEqual(['head']);
  await eventually(() => cellsOf(other)).toEqual(['one', 'next', expect.anything(), expect.anything()]);
  await page.close();
  await other.close();
});

const dragged = 'application/x-dagbook-cells';

/** Begins to drag a cell by its grip; answers what the drag carries. */
const dragStarts = (page: Page, cell: string) =>
  page.evaluate(
    ([cell, type]) => {
      const dataTransfer = new DataTransfer();
      const grip = document.querySelector(`[data-cell="${cell}"] .grip`)!;
      grip.dispatchEvent(new DragEvent('dragstart', { dataTransfer, bubbles: true }));
      return dataTransfer.getData(type!);
    },
    [cell, dragged],
  );

const dropsOn = (page: Page, cell: string, carried: string) =>
  page.evaluate(
    ([cell, type, carried]) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.setData(type!, carried!);
      const event = { dataTransfer, bubbles: true, cancelable: true, clientY: 10_000 };
      const target = document.querySelector(`[data-cell="${cell}"] .content`)!;
      for (const name of ['dragover', 'drop']) target.dispatchEvent(new DragEvent(name, event));
    },
    [cell, dragged, carried],
  );

test('sections fold, texts are found and replaced, code is formatted, and the palette has it all', async () => {
  const page = await open();
  await page.locator('[data-cell="three"]').focus();
  await press(page, 'ArrowLeft');
  await eventually(() => cellsOf(page)).toEqual(['head', 'next']);

  await press(page, 'Control+Alt+F');
  await page.getByRole('textbox', { name: 'Find' }).fill('one');
  await press(page, 'Enter');
  await page.getByText('1 of 2').waitFor();
  await eventually(() => cellsOf(page)).toContain('one');
  await page.getByRole('textbox', { name: 'Replace with' }).fill('first');
  await page.getByRole('button', { name: 'Replace all' }).click();
  await eventually(() => textOf(page, 'one')).toContain('const first = 1;');
  await page.getByRole('textbox', { name: 'Find' }).press('Escape');

  await page.locator('[data-cell="three"]').focus();
  await press(page, 'F1');
  await page.getByPlaceholder('What should be done?').fill('format the');
  await press(page, 'Enter');
  await eventually(() => textOf(page, 'three')).toContain('const three = first + two;');

  await press(page, '?');
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await press(page, 'Escape', 'Control+K');
  await page.getByPlaceholder('What should be done?').waitFor();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await press(page, 'Escape', 'Control+F');
  await page.getByRole('search').waitFor();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  expect(browser.errors).toEqual([]);
});

test('an SQL cell reads assets as tables; an edit makes what depends on it stale at once, and only that runs again', async () => {
  const page = await browser.open(server.url);
  const orders = 'export const orders = asset(() => [{ total: 10 }, { total: 32 }]);';
  await openNotebookFile(page, notebookOf('SQL', [orders]));
  await page.getByRole('region', { name: 'orders' }).waitFor();
  await page.locator('[data-cell="cell0001"]').focus();
  await press(page, 'B', 'Control+3');
  const query = page.getByRole('textbox', { name: 'Cell 3: SQL query' });
  await query.fill('select sum(total) as sum from orders');
  await page.getByRole('region', { name: 'query' }).getByText('orders').waitFor();
  await press(page, 'Escape', 'Control+Shift+R');
  await page.getByText('42').first().waitFor();
  await eventually(() => page.getByText('Fresh').count()).toBe(2);

  await page.locator('[data-cell="cell0001"]').focus();
  await press(page, 'Enter');
  await page.locator('[data-cell="cell0001"] .cm-content:focus').fill(orders.replace('32', '33'));
  await page.getByText('The code was edited just now').waitFor();
  expect(await page.getByText('Stale', { exact: true }).count()).toBe(2);
  await press(page, 'Escape', 'Control+Shift+R');
  await page.getByText('43').first().waitFor();
  await eventually(() => page.getByText('Fresh').count()).toBe(2);
  await page.close();
});
