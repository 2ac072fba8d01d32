import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeTyped } from '$lib/artifacts/codecs/typed-json';
import { encodeValue } from '$lib/artifacts/codecs/encode-value';
import { hashOf } from '$lib/base/hash';
import { directValues } from '$lib/instance/direct-values';
import type { ReceivedResult } from '$lib/instance/received';
import { ipynbOutputs } from '$lib/instance/share/ipynb-outputs';
import { markdownHtml } from '$lib/instance/share/page/markdown-html';
import { writePage } from '$lib/instance/share/page/write-page';
import { notebookFormat, readForeign } from '$lib/notebook/formats/read-foreign';
import { writeNotebook } from '$lib/notebook/write-notebook';
import { hostileNotebook } from '../../notebook/hostile-cells';

/** Results of one cell each, with the engine that looks into their values. */
function shown(...given: readonly { codec: string; bytes: Uint8Array }[]) {
  const byHash = new Map(given.map((value) => [hashOf(value.bytes), value]));
  const engine = directValues(async ({ hash }) => byHash.get(hash));
  const results = [...byHash].map(([hash, { codec, bytes }], at): ReceivedResult => {
    const value = { hash, codec, size: bytes.length };
    const data = { metadata: {}, tags: {}, codeVersion: '', dataVersion: '', inputVersions: {}, value };
    const head = { runId: 'r', timestamp: 0, level: 'INFO', message: '' } as const;
    return { cell: `c${at}`, event: { ...head, type: 'ASSET_MATERIALIZATION', assetKey: `a${at}`, data } };
  });
  const assets = results.map(({ cell }, at) => ({
    ...{ key: `a${at}`, cell, kinds: [] },
    deps: at > 0 ? [`a${at - 1}`] : [],
  }));
  const values = { viewValue: engine.view, tableRows: engine.rows, valueLines: engine.lines };
  return { results: { assets, results }, values };
}

const display = (bundle: object) => ({ codec: 'display', bytes: encodeTyped(bundle) });
const attack = '<img src=x onerror=alert(1)><script>alert(2)</script>';
const source = ['c0', 'c1', 'c2', 'c3', 'c4', 'c5']
  .map((id) => `// %% {"id":"${id}"}\nexport const x = 1;\n`)
  .join('\n');

/** Tags of the page's own document; what stands in quotes is no tag. */
const tagsOf = (html: string) => html.match(/<[a-z!/][^\s>]*(?:\s+[\w-]+(?:="[^"]*")?)*\s*\/?>/gi) ?? [];

describe('a page', () => {
  const pixels = { width: 1, height: 1, data: new Uint8ClampedArray([255, 0, 0, 255]) };
  const content = shown(
    encodeValue(Array.from({ length: 130 }, (_, id) => ({ id, name: `${attack}${id}` }))),
    encodeValue({ deep: { down: attack } }),
    display({ 'text/html': attack }),
    display({ 'text/markdown': `# hi ${attack}\n\n[x](javascript:alert(1)) [y](https://example.com)` }),
    { codec: 'pixels', bytes: encodeTyped(pixels) },
    encodeValue(attack),
  );

  it('shows values of each kind, and nothing of them can run', async () => {
    const { value } = content.results.results[0]!.event!.data;
    const views = [{ cell: 'c4', name: 'seen', value: value! }];
    const html = await writePage({ source, ...content, views });
    expect(html).toContain('<strong>seen</strong></p>');
    expect(html.split('100 of 130 rows')).toHaveLength(3);
    expect(html).not.toMatch(/<script|<img src=x/i);
    expect(html).toContain('<td class="number">99</td>');
    expect(html).toContain('100 of 130 rows');
    expect(html).toContain('<span class="key">deep</span>');
    expect(html).toContain('<iframe sandbox="" title="a2"');
    expect(html).toContain('<a href="https://example.com" rel="noopener noreferrer">y</a>');
    expect(html).not.toContain('javascript:');
    expect(html).toContain('<img src="data:image/png;base64,iVBORw0KGgo');
    expect(html).toContain('<a href="#cell-c5">');
    expect(html).toContain("default-src 'none'");
  });

  it('gives the notebook back as it was, whatever is in it', async () => {
    await fc.assert(
      fc.asyncProperty(hostileNotebook, async (notebook) => {
        const text = writeNotebook(notebook);
        const html = await writePage({ source: text, ...shown() });
        expect(notebookFormat('x.html', html)).toBe('page');
        expect(writeNotebook(readForeign('page', 'x.html', html).notebook)).toBe(text);
        const allowed =
          /^<(?:!doctype html|\/?(?:html|head|meta|title|style|body|header|h[1-6]|p|strong|main|article|div|details|summary|pre|code|a|em|ul|ol|li|blockquote|hr|br|table|thead|tbody|tr|th|td|del|img)\b)/i;
        for (const tag of tagsOf(html)) {
          expect(tag).toMatch(allowed);
          expect(tag).not.toMatch(/\son\w+=/i);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('that lost its notebook says so', () => {
    const page =
      '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<meta name="dagbook-source" content="%%">';
    expect(() => readForeign('page', 'x.html', page)).toThrow('does not hold its notebook any more');
  });

  it('goes to Jupyter as outputs of its cells', async () => {
    const outputs = await ipynbOutputs(content.results, content.values);
    expect(Object.keys(outputs.get('c0')![0]!)).toEqual(['text/html', 'text/plain']);
    expect(outputs.get('c0')![0]!['text/plain']).toMatch(/^id\tname\n0\t/);
    expect(outputs.get('c2')).toEqual([{ 'text/html': attack, 'text/plain': 'HTML' }]);
    expect(outputs.get('c4')![0]!['image/png']).toMatch(/^iVBORw0KGgo/);
  });
});

const fragments = fc.constantFrom(
  ...['<', '>', '"', "'", '&', '`', '```', '~~~', '[a](', ')', '![', '](', 'javascript:', 'data:text/html,', '<code>', '<pre>'],
  ...['</code>', '<img src=x onerror=alert(1)', '<svg/onload=x', '<!--', '-->', '<![CDATA[', '\n', '\n\n', '    ', '> ', '- [ ] '],
  ...['| a | b |\n|---|---|\n', '&lt;', '&#60;', '&#x3c;script&#x3e;', 'https://x.y/"onclick=z', '<a href="', '*', '_', '\\', 'x'],
); // prettier-ignore

it('Markdown of strangers becomes tags of ours only', () => {
  fc.assert(
    fc.property(fc.array(fragments, { maxLength: 14 }), (parts) => {
      const html = markdownHtml(parts.join(''));
      const tag =
        /<\/?(?:p|h[1-6]|em|strong|del|code|pre|ul|ol|li|blockquote|hr|br|table|thead|tbody|tr)>|<ol start="\d+">|<t[hd](?: align="\w+")?>|<\/t[hd]>|<a href="(?:https?|mailto):[^"<>]*" rel="noopener noreferrer">|<\/a>|<img src="data:image\/[^"<>]*" alt="[^"<>]*">/g;
      expect(html.replace(tag, '')).not.toMatch(/[<>]/);
    }),
    { numRuns: 1_000 },
  );
});
