import { collectDefinitions } from '$lib/definitions/collect-definitions';
import type { InputSource, StepSnapshot } from '$lib/definitions/snapshot';

/** Collects exports as if each stood in a cell of its own, `cell NAME`, with the code version `hash of NAME`. */
export function collect(exports: Record<string, unknown>, unexported: Record<string, unknown> = {}) {
  const entry = ([name, value]: [string, unknown]) => ({
    name,
    value,
    cell: `cell ${name}`,
    codeVersion: `hash of ${name}`,
  });
  return collectDefinitions([
    ...Object.entries(exports).map(entry),
    ...Object.entries(unexported).map((each) => ({ ...entry(each), isExported: false })),
  ]);
}

/** A step as one line: `KEY = OP[over OUTPUT, …](INPUT: SOURCE, …) after OUTPUT, …`. */
export function stepText({ key, op, inputs, after, mappedOver = [] }: StepSnapshot): string {
  const handles = (all: readonly { step: string; output: string }[]) =>
    all.map(({ step, output }) => `${step}.${output}`).join(', ');
  const over = mappedOver.length > 0 ? `[over ${handles(mappedOver)}]` : '';
  const args = inputs.map(({ name, source }) => `${name}: ${sourceText(source)}`).join(', ');
  return `${key} = ${op}${over}(${args})${after.length > 0 ? ` after ${handles(after)}` : ''}`;
}

function sourceText(source: InputSource): string {
  switch (source.type) {
    case 'asset':
      return `asset ${source.key}${source.byPartition ? ' by partition' : ''}`;
    case 'step':
      return `${source.step}.${source.output}`;
    case 'collect':
      return `all ${source.step}.${source.output}`;
    case 'fanIn':
      return `[${source.sources.map(sourceText).join(', ')}]`;
    case 'value':
      return JSON.stringify(source.value);
    case 'config':
      return source.default === undefined ? 'config' : `config or ${JSON.stringify(source.default)}`;
  }
}
