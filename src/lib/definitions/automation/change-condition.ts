import { operandsOf, conditionName, withOperands, type ConditionTree } from './condition-snapshot';

type Tree<Selected> = ConditionTree<Selected>;

/** Whether two conditions say the same, labels included. */
export const isSameCondition = (a: Tree<unknown>, b: Tree<unknown>): boolean =>
  a === b || JSON.stringify(inOrder(a)) === JSON.stringify(inOrder(b));

/** Every node that is `old`, or that has this name or label, is `now` instead. */
export function replaceCondition<Selected>(
  tree: Tree<Selected>,
  old: Tree<Selected> | string,
  now: Tree<Selected>,
): Tree<Selected> {
  const isIt = typeof old === 'string' ? isCalled(tree, old) : isSameCondition(tree, old);
  if (isIt) return now;
  return changed(tree, (operand) => replaceCondition(operand, old, now));
}

/** Every node that looks at assets around looks at those only, or not at those. */
export function selectDeps<Selected>(
  tree: Tree<Selected>,
  selection: { readonly allow: Selected } | { readonly ignore: Selected },
): Tree<Selected> {
  const inside = changed(tree, (operand) => selectDeps(operand, selection));
  return looksAround(inside) ? { ...inside, ...selection } : inside;
}

/** The same tree, with selections said in another way. */
export function mapSelections<From, To>(tree: Tree<From>, map: (selection: From) => To): Tree<To> {
  const operands = operandsOf(tree).map((operand) => mapSelections(operand, map));
  const mapped = (operands.length > 0 ? { ...tree, operands } : tree) as Tree<To>;
  if (tree.type === 'asset_matches') return { ...mapped, asset: map(tree.asset) } as Tree<To>;
  if (!looksAround(tree)) return mapped;
  const { allow, ignore } = tree;
  return {
    ...mapped,
    ...(allow !== undefined && { allow: map(allow) }),
    ...(ignore !== undefined && { ignore: map(ignore) }),
  } as Tree<To>;
}

const looksAround = <Selected>(
  tree: Tree<Selected>,
): tree is Extract<Tree<Selected>, { readonly allow?: Selected }> =>
  tree.type === 'any_deps_match' ||
  tree.type === 'all_deps_match' ||
  tree.type === 'any_downstream_conditions';

const isCalled = (tree: Tree<unknown>, name: string): boolean =>
  [tree.label, conditionName(tree)].some((own) => own !== undefined && plain(own) === plain(name));

/** `newlyUpdated` is `newly_updated`. */
const plain = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

function changed<Selected>(
  tree: Tree<Selected>,
  change: (operand: Tree<Selected>) => Tree<Selected>,
): Tree<Selected> {
  const operands = operandsOf(tree);
  if (operands.length === 0) return tree;
  const now = operands.map(change);
  return now.every((operand, index) => operand === operands[index]) ? tree : withOperands(tree, now);
}

/** With sorted keys, so that the order in which options were given does not count. */
const inOrder = (tree: Tree<unknown>): unknown => [
  ...Object.entries(tree)
    .filter(([name]) => name !== 'operands')
    .sort(([a], [b]) => (a < b ? -1 : 1)),
  operandsOf(tree).map(inOrder),
];
