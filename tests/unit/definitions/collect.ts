import { collectDefinitions } from '$lib/definitions/collect-definitions';

/** Collects exports as if each stood in a cell of its own, `cell NAME`, with the code version `hash of NAME`. */
export function collect(exports: Record<string, unknown>) {
  return collectDefinitions(
    Object.entries(exports).map(([name, value]) => ({
      name,
      value,
      cell: `cell ${name}`,
      codeVersion: `hash of ${name}`,
    })),
  );
}
