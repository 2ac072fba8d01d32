import type { Page } from 'playwright';

/** What is done at a byte of the file: `data` is written there, or all from there on is cut off, or it is only read. */
interface Change {
  readonly position: number;
  readonly data?: readonly number[];
  readonly cut?: boolean;
}

/** The first bytes of each file say its name; the database begins after them. */
export const databaseAt = 4096;

/**
 * Changes the file of the app's database in OPFS behind its back; its log is left alone. The page leaves the app, whose
 * worker holds them. Answers the byte at `position` as it was.
 */
export async function changeDatabase(
  page: Page,
  change: Change,
): Promise<{ isFound: boolean; before: number }> {
  await page.goto(new URL('favicon.svg', page.url()).href);
  return page.evaluate(
    async ({ position, data, cut, databaseAt }) => {
      const root = await navigator.storage.getDirectory();
      const folder = await root.getDirectoryHandle('dagbook-database');
      let isFound = false;
      let before = 0;
      async function visit(directory: FileSystemDirectoryHandle): Promise<void> {
        for await (const handle of directory.values()) {
          if (handle.kind === 'directory') await visit(handle as FileSystemDirectoryHandle);
          else await changeFile(handle as FileSystemFileHandle);
        }
      }
      async function changeFile(handle: FileSystemFileHandle): Promise<void> {
        const file = await handle.getFile();
        const first = await file.slice(databaseAt, databaseAt + 15).text();
        if (first !== 'SQLite format 3') return;
        isFound = true;
        before = new Uint8Array(await file.slice(position, position + 1).arrayBuffer())[0]!;
        const writable = await handle.createWritable({ keepExistingData: true });
        if (cut) await writable.truncate(position);
        else if (data) await writable.write({ type: 'write', position, data: new Uint8Array(data) });
        await writable.close();
      }
      await visit(folder);
      return { isFound, before };
    },
    { ...change, databaseAt },
  );
}
