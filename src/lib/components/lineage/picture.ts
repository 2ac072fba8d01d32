import { toneCounts } from './tones';
import { nodeSize, type Box, type Scene } from './scene';
import { shortened } from './shortened';

/** The names of the colours that a picture takes from the tokens, whatever scheme it is made in. */
export const pictureColors = [
  'surface-page', 'surface', 'surface-raised', 'border', 'border-strong', 'text', 'text-muted',
  'status-success', 'status-failure', 'status-running', 'status-queued', 'status-canceled', 'status-stale',
  'status-missing', 'status-skipped',
] as const; // prettier-ignore

export type PictureColors = Readonly<Record<(typeof pictureColors)[number], string>>;

const margin = 24;

/** All of a drawing as an SVG file that needs nothing else: no fonts, styles or links from outside. */
export function picture(scene: Scene, colors: PictureColors): string {
  const [width, height] = [scene.width + 2 * margin, scene.height + 2 * margin];
  const boxes = scene.open.map(
    (group) =>
      `<rect ${place(group)} rx="10" fill="${colors.surface}" fill-opacity="0.55" stroke="${colors.border}"/>` +
      text(group.x + 14, group.y + 17.5, group.name, colors['text-muted'], 'font-weight="600"'),
  );
  const lines = scene.lines.map(({ path }) => `<path d="${path}"/>`);
  const closed = scene.closed.map(
    (group) =>
      face(group, colors) +
      text(group.x + 14, group.y + 22, shortened(group.name, 24), colors.text, 'font-weight="600"') +
      text(group.x + 14, group.y + 44, countsText(group.members), colors['text-muted'], 'font-size="11"'),
  );
  const nodes = scene.nodes.map(({ key, status, ...box }) => {
    const [{ tone, word }] = toneCounts([status]) as [ReturnType<typeof toneCounts>[number]];
    const color = colors[`status-${tone}`];
    return (
      face(box, colors) +
      `<rect x="${box.x}" y="${box.y + 8}" width="4" height="${box.height - 16}" rx="2" fill="${color}"/>` +
      text(
        box.x + 14,
        box.y + 22,
        shortened(key, 27),
        colors.text,
        'font-weight="600" font-family="monospace"',
      ) +
      text(box.x + 14, box.y + 44, word(), color, 'font-size="11"') +
      text(box.x + 14, box.y + 60, status.asset.kinds.join(' · '), colors['text-muted'], 'font-size="10.5"')
    );
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${-margin} ${-margin} ${width} ${height}" font-family="sans-serif" font-size="12">`,
    `<rect x="${-margin}" y="${-margin}" width="${width}" height="${height}" fill="${colors['surface-page']}"/>`,
    ...boxes,
    `<g fill="none" stroke="${colors['border-strong']}" stroke-width="1.5">`,
    ...lines,
    '</g>',
    ...closed,
    ...nodes,
    '</svg>',
  ].join('\n');
}

const countsText = (members: Parameters<typeof toneCounts>[0]): string =>
  toneCounts(members)
    .map(({ word, count }) => `${word()} ${count}`)
    .join(' · ');

const face = (box: Box, colors: PictureColors): string =>
  `<rect ${place(box)} rx="8" fill="${colors['surface-raised']}" stroke="${colors['border-strong']}"/>`;

const place = ({ x, y, width, height }: Box): string =>
  `x="${x}" y="${y}" width="${width}" height="${height}"`;

const text = (x: number, y: number, content: string, color: string, more: string): string =>
  content &&
  `<text x="${x}" y="${y}" fill="${color}" dominant-baseline="central" ${more}>${escaped(content)}</text>`;

const escaped = (content: string): string =>
  content.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);

/** What browsers draw at most: pixels of a side, and in all. */
const [mostSide, mostPixels] = [16_000, 120_000_000];

/** The scale of a picture in pixels: twice as fine as the screen, less where that would be too large to draw. */
export const pictureScale = ({ width, height }: Pick<Scene, 'width' | 'height'>): number =>
  Math.min(2, mostSide / (Math.max(width, height, nodeSize.width) + 2 * margin), Math.sqrt(mostPixels / ((width + 2 * margin) * (height + 2 * margin)))); // prettier-ignore

/** The SVG as pixels. */
export async function png(svg: string, scale: number): Promise<Blob> {
  const image = new Image();
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    image.src = url;
    await image.decode();
    const canvas = new OffscreenCanvas(
      Math.max(1, Math.round(image.naturalWidth * scale)),
      Math.max(1, Math.round(image.naturalHeight * scale)),
    );
    canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await canvas.convertToBlob({ type: 'image/png' });
  } finally {
    URL.revokeObjectURL(url);
  }
}
