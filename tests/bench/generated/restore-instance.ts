import type { Page } from 'playwright';
import { skipExample } from '../../e2e/notebook-page';

/** Puts a backup file into the place of all that the app at `url` holds in this page's browser, as a person does. */
export async function restoreInstance(page: Page, url: string, file: string): Promise<void> {
  await skipExample(page.context());
  await page.goto(`${url}deployment/?tab=storage`);
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose a file…' }).click();
  await (await chooser).setFiles(file);
  const replace = page.getByRole('button', { name: 'Replace everything' });
  await page.locator('dialog dl, [role=dialog] dl').waitFor({ timeout: 300_000 });
  const anew = page.waitForEvent('load', { timeout: 300_000 });
  await replace.click();
  await anew;
}
