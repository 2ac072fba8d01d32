import { DagbookError } from '../../base/errors';

/** Longer links break in mail and chat programs. */
export const mostLinkCharacters = 16_000;
/** Of an unpacked source; a link is read before anyone has said that it may be. */
const mostSourceBytes = 2_000_000;

/**
 * A notebook's text as the fragment of a link: compressed (deflate) and in base64url. A fragment never leaves the
 * browser. Answers undefined where the link would be longer than `mostLinkCharacters`.
 */
export async function toFragment(source: string): Promise<string | undefined> {
  const stream = new Blob([source]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  const text = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  const fragment = `code=${text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')}`;
  return fragment.length > mostLinkCharacters ? undefined : fragment;
}

/** The notebook's text of a fragment (without `#`); undefined where it holds none. Throws `BrokenLink`. */
export async function fromFragment(fragment: string): Promise<string | undefined> {
  const text = /^code=([\w-]*)$/.exec(fragment)?.[1];
  if (text === undefined) return undefined;
  try {
    const bytes = Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (sign) =>
      sign.charCodeAt(0),
    );
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
    return await readAtMost(stream, mostSourceBytes);
  } catch (cause) {
    throw new DagbookError('This link holds no whole notebook', {
      name: 'BrokenLink',
      remedy: 'It may have been cut: ask for it again, or for the .nb.ts file.',
      cause,
    });
  }
}

async function readAtMost(stream: ReadableStream<Uint8Array>, most: number): Promise<string> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for (const reader = stream.getReader(); ;) {
    const { done, value } = await reader.read();
    if (done) return new TextDecoder('utf-8', { fatal: true }).decode(await new Blob(parts).arrayBuffer());
    size += value.length;
    if (size > most) throw new Error('It unpacks to more than a notebook');
    parts.push(value as Uint8Array<ArrayBuffer>);
  }
}
