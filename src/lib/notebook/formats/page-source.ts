import { DagbookError } from '../../base/errors';

const head =
  /^<!doctype html>\s*<html[^>]*>\s*<head>\s*<meta charset="utf-8"[^>]*>\s*<meta name="dagbook-source" content="([^"]*)"/i;

/** Whether a page is one that `write-page.ts` has made, which holds its notebook. */
export const isNotebookPage = (text: string): boolean => head.test(text);

/**
 * The notebook's text as a tag of a page, which nothing but `pageSource` reads. It stands before all that comes of the
 * notebook, so that no text in it can pass for the tag.
 */
export const sourceTag = (source: string): string => {
  const signs = Array.from(new TextEncoder().encode(source), (byte) => String.fromCharCode(byte));
  return `<meta name="dagbook-source" content="${btoa(signs.join(''))}">`;
};

/** The text that `sourceTag` put into a page. Throws `InvalidPage`. */
export function pageSource(page: string): string {
  const [, base64] = head.exec(page) ?? [];
  try {
    if (base64 === undefined) throw new Error('there is none in it');
    const bytes = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new DagbookError('This page does not hold its notebook any more', {
      name: 'InvalidPage',
      remedy: 'Some tool has changed the page: ask for it again, or for the .nb.ts file.',
      cause,
    });
  }
}
