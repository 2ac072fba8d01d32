import type { BrowserContext, Page } from 'playwright';

/** The text of a notebook with one code cell per entry of `cells`, after the cell that imports. */
export function notebookOf(title: string, cells: readonly string[]): string {
  const header = `// %% [notebook] {"format":1}\n// {\n//   "title": ${JSON.stringify(title)}\n// }\n`;
  const texts = ['import { asset, MaterializeResult } from "dagbook";', ...cells];
  return [header, ...texts.map((text, at) => `// %% {"id":"cell000${at}"}\n${text}\n`)].join('\n');
}

/** Opens a notebook as a person does who has its file, and lets it run; the page is on the list of notebooks. */
export async function openNotebookFile(page: Page, source: string): Promise<void> {
  await previewFile(page, 'test.nb.ts', source);
  await page.getByRole('button', { name: /^Run (in sandbox|and grant)$/ }).click();
}

/** Opens a file of any notebook format. */
export async function previewFile(page: Page, name: string, content: string | Uint8Array): Promise<void> {
  await chooseFile(page, name, content);
  await page.waitForURL(/\/notebook\/\?id=/);
}

/** Chooses a file on the list of notebooks, whatever comes of it. */
export async function chooseFile(page: Page, name: string, content: string | Uint8Array): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Open file…' }).first().click();
  await (await chooser).setFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(content) });
}

/** Later pages of this browser are no first visit, so they do not begin with the example. */
export const skipExample = (context: BrowserContext) =>
  context.addInitScript(() => {
    // The sandbox frame, where this runs too, has no storage.
    if (window === top) localStorage.setItem('dagbook-visited', '1');
  });

export const materializeAll = (page: Page) => page.getByRole('button', { name: 'Materialize all' }).click();

/** The link in the run strip, once the newest run has that status. */
export const runStatus = (page: Page, status: string) => page.getByRole('link', { name: `Run: ${status}` });
