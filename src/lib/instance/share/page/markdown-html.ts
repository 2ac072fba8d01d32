import { Marked } from 'marked';
import { escaped, linkTo } from './html';

const picture = /^data:image\/(?:png|jpeg|gif|webp);base64,[a-z0-9+/=\s]*$/i;

/** Entities stay what they are, everything else is text. */
const asText = (text: string): string => escaped(text).replace(/&amp;(#?\w+;)/g, '&$1');

/**
 * By construction, not by a filter: every tag is written here or by the library's own renderer. HTML within the Markdown is
 * shown as its text, but for line breaks.
 */
const marked = new Marked({
  gfm: true,
  async: false,
  renderer: {
    html: ({ text }) => (/^<br\s*\/?>$/i.test(text.trim()) ? '<br>' : escaped(text)),
    // The library's own leaves the text within some tags as it is, since those tags would be there.
    text(token) {
      return 'tokens' in token && token.tokens ? this.parser.parseInline(token.tokens) : asText(token.text);
    },
    link({ href, tokens }) {
      return linkTo(href, this.parser.parseInline(tokens));
    },
    image: ({ href, text }) =>
      picture.test(href) ? `<img src="${escaped(href)}" alt="${escaped(text)}">` : escaped(text),
    code: ({ text }) => `<pre><code>${escaped(text)}</code></pre>\n`,
    codespan: ({ text }) => `<code>${escaped(text)}</code>`,
    checkbox: ({ checked }) => (checked ? '☑ ' : '☐ '),
  },
});

/** Markdown as HTML in which nothing runs and nothing is fetched, whoever wrote it. */
export const markdownHtml = (text: string): string => marked.parse(text) as string;
