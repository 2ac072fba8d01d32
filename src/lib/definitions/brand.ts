/**
 * The property that says what an object of this library is. A registered symbol, so that two copies of the library
 * (the notebook's and the engine's) recognise each other's objects, which `instanceof` does not.
 */
export const kind: unique symbol = Symbol.for('dagbook.kind') as never;

/** Whether a value is what it is taken for: `isKind<AssetIn>(value, 'AssetIn')`. */
export function isKind<Made extends { readonly [kind]: string }>(
  value: unknown,
  name: Made[typeof kind],
): value is Made {
  const canBe = (typeof value === 'object' && value !== null) || typeof value === 'function';
  return canBe && (value as { [kind]?: unknown })[kind] === name;
}
