/** More members, or more levels, are not written out. */
const [mostKeys, mostDepth, mostSampled] = [40, 5, 5_000];

type Shape =
  | {
      readonly kind: 'object';
      readonly keys: ReadonlyMap<string, { readonly shapes: Shapes; readonly count: number }>;
      readonly count: number;
    }
  | { readonly kind: 'array'; readonly items: Shapes }
  | { readonly kind: 'scalar'; readonly word: string };

/** Different shapes that stand in one place, by their kind or word. */
type Shapes = ReadonlyMap<string, Shape>;

/** The TypeScript type of JSON data, such as `{ id: number; tags?: string[] }[]`. Of long lists the first items tell. */
export const typeText = (value: unknown): string => written(shapesOf([value], 0));

function shapesOf(values: readonly unknown[], depth: number): Shapes {
  const shapes = new Map<string, Shape>();
  const sampled = values.slice(0, mostSampled);
  for (const value of sampled)
    if (typeof value !== 'object' || value === null || depth >= mostDepth) {
      const word = value === null ? 'null' : typeof value === 'object' ? 'unknown' : typeof value;
      shapes.set(word, { kind: 'scalar', word });
    }
  if (depth >= mostDepth) return shapes;
  const arrays = sampled.filter(Array.isArray);
  const objects = sampled.filter(
    (value): value is object => typeof value === 'object' && value !== null && !Array.isArray(value),
  );
  if (arrays.length > 0) shapes.set('array', { kind: 'array', items: shapesOf(arrays.flat(), depth + 1) });
  if (objects.length > 0) shapes.set('object', objectShape(objects as Record<string, unknown>[], depth));
  return shapes;
}

function objectShape(objects: readonly Record<string, unknown>[], depth: number): Shape {
  const values = new Map<string, unknown[]>();
  for (const object of objects)
    for (const [key, value] of Object.entries(object)) {
      const known = values.get(key);
      if (known) known.push(value);
      else values.set(key, [value]);
    }
  const keys = [...values].map(
    ([key, all]) => [key, { shapes: shapesOf(all, depth + 1), count: all.length }] as const,
  );
  return { kind: 'object', keys: new Map(keys), count: objects.length };
}

function written(shapes: Shapes): string {
  if (shapes.size === 0) return 'unknown';
  if (shapes.has('unknown')) return 'unknown';
  return [...shapes.values()].map(shapeText).join(' | ');
}

function shapeText(shape: Shape): string {
  switch (shape.kind) {
    case 'scalar':
      return shape.word;
    case 'array': {
      const item = written(shape.items);
      return item.includes(' | ') ? `(${item})[]` : `${item}[]`;
    }
    case 'object': {
      const { keys, count } = shape;
      if (keys.size > mostKeys) {
        const all = new Map([...keys.values()].flatMap(({ shapes }) => [...shapes]));
        return `Record<string, ${written(all)}>`;
      }
      const members = [...keys].map(
        ([key, each]) => `${memberName(key)}${each.count < count ? '?' : ''}: ${written(each.shapes)}`,
      );
      return members.length === 0 ? 'Record<string, never>' : `{ ${members.join('; ')} }`;
    }
  }
}

/** A name as it stands in a type or an object literal. */
export const memberName = (key: string): string =>
  /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key) ? key : JSON.stringify(key);
