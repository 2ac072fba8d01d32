import { curve } from '../../../graph/layout/curve';
import { layoutGraph } from '../../../graph/layout/layout-graph';
import type { SharedAsset } from '../../received';
import { escaped } from './html';
import type { PageWords } from './page-words';

const size = { width: 190, height: 46 };
const longest = 24;
const margin = 8;

/** More of them would be a picture that nobody reads. */
const mostAssets = 400;

/** How the assets of a notebook depend on each other, as a drawing whose nodes lead to their cells. */
export function lineageSvg(
  assets: readonly SharedAsset[],
  materialized: ReadonlySet<string>,
  words: PageWords,
): string {
  if (assets.length === 0 || assets.length > mostAssets) return '';
  const keys = new Set(assets.map(({ key }) => key));
  const edges = assets.flatMap(({ key, deps }) =>
    deps.filter((dep) => keys.has(dep) && dep !== key).map((dep) => ({ from: dep, to: key })),
  );
  const nodes = assets.map(({ key }) => ({ id: key, ...size }));
  const layout = layoutGraph(nodes, edges, { direction: 'right', layerGap: 44, nodeGap: 16 });
  const [width, height] = [layout.width + 2 * margin, layout.height + 2 * margin];
  const places = new Map(layout.nodes.map((node) => [node.id, node]));
  const boxes = assets.map(({ key, cell }) => {
    const { x, y } = places.get(key)!;
    const isMade = materialized.has(key);
    const word = isMade ? words.materialized : words.notMaterialized;
    const name = key.length > longest ? `${key.slice(0, longest - 1)}…` : key;
    const mark = isMade ? '●' : '○';
    return (
      `<a href="#cell-${escaped(encodeURIComponent(cell))}"><g class="${isMade ? 'made' : 'missing'}" transform="translate(${x} ${y})">` +
      `<title>${escaped(`${key}: ${word}`)}</title><rect width="${size.width}" height="${size.height}" rx="6"/>` +
      `<text x="12" y="19">${escaped(name)}</text><text class="state" x="12" y="36">${mark} ${escaped(word)}</text></g></a>`
    );
  });
  const lines = layout.edges.map(({ points }) => `<path d="${curve(points)}" marker-end="url(#tip)"/>`);
  return (
    `<svg class="lineage" viewBox="${-margin} ${-margin} ${width} ${height}" width="${width}" height="${height}" role="group" aria-label="${escaped(words.lineage)}">` +
    '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z"/></marker></defs>' +
    `${lines.join('')}${boxes.join('')}</svg>`
  );
}
