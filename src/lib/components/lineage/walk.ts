import type { Scene, SceneNode } from './scene';

export type Arrow = 'ArrowUp' | 'ArrowDown' | 'ArrowLeft' | 'ArrowRight';

/**
 * Where an arrow key leads from a node: along an edge where the graph flows that way, else to the next node of the
 * same layer. `flow` is where edges lead.
 */
export function walk(
  scene: Scene,
  from: SceneNode,
  arrow: Arrow,
  flow: 'right' | 'down',
): SceneNode | undefined {
  const [onwards, back] = flow === 'right' ? ['ArrowRight', 'ArrowLeft'] : ['ArrowDown', 'ArrowUp'];
  const linked =
    arrow === onwards
      ? scene.edges.filter((edge) => edge.from === from.key).map((edge) => edge.to)
      : arrow === back
        ? scene.edges.filter((edge) => edge.to === from.key).map((edge) => edge.from)
        : undefined;
  const keys = linked && new Set(linked);
  const candidates = scene.nodes.filter((node) =>
    keys ? keys.has(node.key) : isBeside(from, node, flow) && ahead(from, node, arrow) > 0,
  );
  return nearest(from, candidates, arrow);
}

const isBeside = (from: SceneNode, node: SceneNode, flow: 'right' | 'down'): boolean =>
  flow === 'right' ? Math.abs(node.x - from.x) < from.width : Math.abs(node.y - from.y) < from.height;

/** How far `node` lies in the arrow's direction, in pixels; less than 0 is behind. */
function ahead(from: SceneNode, node: SceneNode, arrow: Arrow): number {
  switch (arrow) {
    case 'ArrowUp':
      return from.y - node.y;
    case 'ArrowDown':
      return node.y - from.y;
    case 'ArrowLeft':
      return from.x - node.x;
    case 'ArrowRight':
      return node.x - from.x;
  }
}

/** What lies off the arrow's line counts three times: straight ahead comes first. */
function nearest(from: SceneNode, nodes: readonly SceneNode[], arrow: Arrow): SceneNode | undefined {
  const isUpright = arrow === 'ArrowUp' || arrow === 'ArrowDown';
  const distance = ({ x, y }: SceneNode) => {
    const [dx, dy] = [Math.abs(x - from.x), Math.abs(y - from.y)];
    return isUpright ? dy + 3 * dx : dx + 3 * dy;
  };
  return nodes.reduce<SceneNode | undefined>(
    (best, node) => (best === undefined || distance(node) < distance(best) ? node : best),
    undefined,
  );
}
