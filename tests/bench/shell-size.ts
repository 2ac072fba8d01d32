import { readFileSync } from 'node:fs';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { serveApp, startBrowser } from '../e2e/app';
import type { Measure } from './measure';

const limit = 700_000;
export const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(0)} kB`;
const total = (files: readonly string[], pack: (text: Buffer) => Buffer) =>
  files.reduce((bytes, file) => bytes + pack(readFileSync(file)).length, 0);
export const gzipBytes = (files: readonly string[]) => total(files, (text) => gzipSync(text, { level: 9 }));
const sizeOf = (files: readonly string[]) =>
  `${kilobytes(gzipBytes(files))} gzip, ${kilobytes(total(files, (text) => brotliCompressSync(text)))} brotli`;

declare global {
  interface Window {
    firstEdit(isKept: boolean): Promise<void>;
  }
}

/**
 * What a first visit asks the server for, whoever asks (page, workers, service worker), answered or not: until a letter
 * that is put into the first editor, as soon as there is one, has outlived the page; and until the notebook with that
 * letter is stored, which takes the instance with SQLite.
 */
export const shellSize: Measure = async () => {
  const asked = new Set<string>();
  const server = await serveApp('/', (file) => asked.add(file));
  const browser = await startBrowser({ isChecked: true });
  const { promise: edited, resolve: edit } = Promise.withResolvers<readonly string[]>();
  await browser.context.exposeFunction('firstEdit', (isKept: boolean) => edit(isKept ? [...asked] : []));
  await browser.context.addInitScript(editAtOnce);
  const page = await browser.open(server.url);
  const untilEdit = await edited;
  if (untilEdit.length === 0) throw new Error('The first letter was not kept');
  await page.getByText('Saved').waitFor();
  const untilStored = [...asked];
  await browser.dispose();
  await server.close();
  const sqlite = untilStored.filter((file) => file.endsWith('.wasm'));
  return [
    {
      what: `first visit until the first edit, ${untilEdit.length} files`,
      value: sizeOf(untilEdit),
      yardstick: `the aim of ${kilobytes(limit)} gzip`,
      ratio: gzipBytes(untilEdit) / limit,
      aim: { atMost: 1 },
    },
    {
      what: `the same until it is stored, ${untilStored.length} files`,
      value: sizeOf(untilStored),
      yardstick: `SQLite's wasm alone: ${sizeOf(sqlite)}`,
      ratio: gzipBytes(untilStored) / gzipBytes(sqlite),
      aim: { atMost: 3 },
    },
  ];
};

/** In the page. A page that goes away keeps what is not stored before it is gone: the letter is kept then, or lost. */
function editAtOnce(): void {
  if (window !== top) return;
  const nextTask = () => new Promise((resolve) => setTimeout(resolve));
  const observer = new MutationObserver(() => {
    const editor = document.querySelector<HTMLElement>('.cm-content');
    if (!editor) return;
    observer.disconnect();
    void type(editor);
  });
  observer.observe(document, { subtree: true, childList: true });

  async function type(editor: HTMLElement): Promise<void> {
    await nextTask();
    editor.focus();
    document.execCommand('insertText', false, 'Ж');
    await nextTask();
    dispatchEvent(new PageTransitionEvent('pagehide'));
    await window.firstEdit(Object.values(localStorage).some((kept) => String(kept).includes('Ж')));
  }
}
