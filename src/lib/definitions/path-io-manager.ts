import { DagbookError } from '../base/errors';
import {
  ioManager,
  type InputContext,
  type IOManagerDefinition,
  type OutputContext,
  type PathStoreName,
} from './io-manager';
import { takeOptions } from './unknown-option';

export interface PathIOManagerOptions<Value> {
  /** Where the bytes are kept. Default `artifacts`. */
  readonly store?: PathStoreName;
  /** A folder of the store; default the store itself. */
  readonly baseDir?: string;
  /** Put after each path, such as `.json`. Default nothing. */
  readonly extension?: string;
  readonly description?: string;
  readonly dump: (value: Value, context: OutputContext) => Uint8Array | Promise<Uint8Array>;
  readonly load: (bytes: Uint8Array, context: InputContext) => Value | Promise<Value>;
}

const known = {
  store: true, baseDir: true, extension: true, description: true, dump: true, load: true,
} as const; // prettier-ignore

/**
 * An IO manager that keeps each value in a file of its own, as Dagster's `UPathIOManager`: an asset at `<base>/p/a`,
 * a partition of it at `<base>/a/2021-05-05`, an op's output at `<base>/RUN/STEP/OUTPUT`. What is made again
 * overwrites what was there. The path is in the metadata of what is materialized.
 */
export function pathIOManager<Value>(given: PathIOManagerOptions<Value>): IOManagerDefinition {
  const { dump, load, description, ...places } = takeOptions('pathIOManager', given, known);
  const { store = 'artifacts', baseDir = '', extension = '' } = places;
  const base = checkedFolder(baseDir);
  const pathOf = ({ path }: { readonly path: string }) => `${base}${path}${extension}`;
  const options = { store, ...(description !== undefined && { description }) };
  return ioManager(options, () => ({
    async handleOutput(context: OutputContext, value: Value) {
      const path = pathOf(context);
      await context.store.write(path, await dump(value, context));
      context.addOutputMetadata({ path });
    },
    async loadInput(context: InputContext): Promise<Value> {
      const path = pathOf(context);
      const bytes = await context.store.read(path);
      if (bytes) return load(bytes, context);
      throw new DagbookError(`Nothing is stored for ${subjectOf(context)}: "${path}" does not exist`, {
        name: 'ValueNotFound',
        remedy: `Materialize ${subjectOf(context)} first, with the IO manager that loads it.`,
      });
    },
  }));
}

function subjectOf({ assetKey, hasPartitionKey, partitionKeys, name, upstreamOutput }: InputContext): string {
  const partition = hasPartitionKey ? `, partition ${partitionKeys.join(', ')}` : '';
  if (assetKey !== undefined) return `asset "${assetKey}"${partition}`;
  return upstreamOutput
    ? `output "${upstreamOutput.name}" of step ${upstreamOutput.stepKey}`
    : `input "${name}"`;
}

/** With a `/` at its end where it is not empty. */
function checkedFolder(baseDir: string): string {
  const parts = baseDir.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..') || baseDir.startsWith('/') || baseDir.includes('\\'))
    throw new DagbookError(`IO manager: baseDir "${baseDir}" leads out of its store`, {
      name: 'InvalidDefinition',
      remedy: 'Give a folder below the store’s own, such as "data/warehouse".',
    });
  return parts.map((part) => `${part}/`).join('');
}
