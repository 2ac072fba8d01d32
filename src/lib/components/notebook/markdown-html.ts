/**
 * Markdown as HTML that is safe in the app's own document: no scripts, styles, forms or frames, and no `id` or `name`
 * by which text could shadow the page's own elements. Links open in another tab and say nothing of where they were.
 */
export async function markdownHtml(text: string): Promise<string> {
  const [{ marked }, { default: purify }] = await Promise.all([import('marked'), import('dompurify')]);
  const fragment = purify.sanitize(await marked.parse(text, { gfm: true }), {
    USE_PROFILES: { html: true },
    FORBID_TAGS: ['style', 'form', 'input', 'button', 'select', 'textarea', 'dialog'],
    FORBID_ATTR: ['id', 'name', 'style', 'class'],
    ALLOW_DATA_ATTR: false,
    RETURN_DOM_FRAGMENT: true,
  });
  for (const link of fragment.querySelectorAll('a')) {
    link.target = '_blank';
    link.rel = 'noopener noreferrer';
  }
  const body = document.createElement('div');
  body.append(fragment);
  return body.innerHTML;
}
