import type { Box, Scene } from './scene';

export type Arrow = 'ArrowUp' | 'ArrowDown' | 'ArrowLeft' | 'ArrowRight';

/** What can have the focus: a node or a closed group. */
export type Place = Box & { readonly key: string };

/**
 * Where an arrow key leads from a place: along an edge where the graph flows that way, else to the next place of the
 * same layer. `flow` is where edges lead.
 */
export function walk(scene: Scene, from: Place, arrow: Arrow, flow: 'right' | 'down'): Place | undefined {
  const [onwards, back] = flow === 'right' ? ['ArrowRight', 'ArrowLeft'] : ['ArrowDown', 'ArrowUp'];
  const linked =
    arrow === onwards
      ? scene.edges.filter((edge) => edge.from === from.key).map((edge) => edge.to)
      : arrow === back
        ? scene.edges.filter((edge) => edge.to === from.key).map((edge) => edge.from)
        : undefined;
  const keys = linked && new Set(linked);
  const places: readonly Place[] = [...scene.nodes, ...scene.closed];
  const candidates = places.filter((place) =>
    keys ? keys.has(place.key) : isBeside(from, place, flow) && ahead(from, place, arrow) > 0,
  );
  return nearest(from, candidates, arrow);
}

const isBeside = (from: Place, place: Place, flow: 'right' | 'down'): boolean =>
  flow === 'right' ? Math.abs(place.x - from.x) < from.width : Math.abs(place.y - from.y) < from.height;

/** How far `place` lies in the arrow's direction, in pixels; less than 0 is behind. */
function ahead(from: Place, place: Place, arrow: Arrow): number {
  switch (arrow) {
    case 'ArrowUp':
      return from.y - place.y;
    case 'ArrowDown':
      return place.y - from.y;
    case 'ArrowLeft':
      return from.x - place.x;
    case 'ArrowRight':
      return place.x - from.x;
  }
}

/** What lies off the arrow's line counts three times: straight ahead comes first. */
function nearest(from: Place, places: readonly Place[], arrow: Arrow): Place | undefined {
  const isUpright = arrow === 'ArrowUp' || arrow === 'ArrowDown';
  const distance = ({ x, y }: Place) => {
    const [dx, dy] = [Math.abs(x - from.x), Math.abs(y - from.y)];
    return isUpright ? dy + 3 * dx : dx + 3 * dy;
  };
  return places.reduce<Place | undefined>(
    (best, place) => (best === undefined || distance(place) < distance(best) ? place : best),
    undefined,
  );
}
