import { isWebAddress } from '../../../base/web-address';

const signs: Readonly<Record<string, string>> = {
  '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;',
}; // prettier-ignore

/** Text as it stands in HTML, between tags or in quotes: nothing of it is markup. */
export const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => signs[sign]!);

/** A link out of the page, or the text alone where the address is not one of the web. `inner` is HTML. */
export const linkTo = (address: string, inner: string): string =>
  isWebAddress(address) ? `<a href="${escaped(address)}" rel="noopener noreferrer">${inner}</a>` : inner;

export function base64(bytes: Uint8Array): string {
  let signs = '';
  for (let at = 0; at < bytes.length; at += 0x8000)
    signs += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(signs);
}

/** Bytes within the page. */
export const dataUrl = (mime: string, bytes: Uint8Array): string => `data:${mime};base64,${base64(bytes)}`;
