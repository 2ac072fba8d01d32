import { expect, test } from 'vitest';
import { outputDocument } from '$lib/artifacts/view/output-document';

test.each(['<link rel=preconnect href=//a>', '<LINK/rel=x>', '<iframe src=//a></iframe>', '<<link <iframe>'])(
  'what would connect to a host is no such element any more: %s',
  (html) => {
    expect(outputDocument(html, 'light')).not.toMatch(/<(link|i?frame)/i);
  },
);

test('everything else of the text stays as it is', () => {
  const html = '<p title="a < b">linked</p><style>p { color: red }</style>';
  expect(outputDocument(html, 'light')).toContain(html);
});
