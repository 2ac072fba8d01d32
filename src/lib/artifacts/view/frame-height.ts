const [usual, most] = [320, 1600];

/** Pixels that a drawing wants, by what its first tag says; bounded. It is parsed by nobody here but by its text. */
export function svgHeight(svg: string): number {
  const tag = /<svg\b[^>]*>/i.exec(svg)?.[0] ?? '';
  const height = Number(/\bheight=["']?([\d.]+)(?:px)?["'\s>]/i.exec(tag)?.[1]);
  const [, , boxHeight] = (
    /\bviewBox=["']\s*[-\d.e]+[\s,]+[-\d.e]+[\s,]+([\d.e]+)[\s,]+([\d.e]+)/i.exec(tag) ?? []
  ).map(Number);
  const found = height || boxHeight || usual;
  return Math.min(Number.isFinite(found) ? Math.ceil(found) : usual, most);
}

/** Pixels that HTML is likely to want, by how much of it there is: what shows it cannot ask it. Bounded. */
export function htmlHeight(html: string): number {
  if (/<(img|svg|canvas|video|style)\b/i.test(html)) return usual;
  const blocks = html.match(/<(p|div|h[1-6]|li|tr|br|pre|hr|section|article)\b/gi)?.length ?? 0;
  const letters = html.replace(/<[^>]*>/g, '').length;
  return Math.min(usual, 40 + blocks * 32 + Math.ceil(letters / 100) * 20);
}
