import { DagbookError } from '../../base/errors';
import { ioManager, type IOManagerDefinition } from '../../definitions/io-manager';

/** An IO manager that keeps the values themselves, unencoded, as long as it lives: Dagster's `mem_io_manager`. */
export function memoryIOManager(): IOManagerDefinition {
  const values = new Map<string, unknown>();
  return ioManager(() => ({
    handleOutput: ({ path }, value) => void values.set(path, value),
    loadInput({ path }) {
      if (values.has(path)) return values.get(path);
      throw new DagbookError(`Nothing is stored at ${path}`, {
        name: 'ValueNotFound',
        remedy: 'Materialize what makes it in the same call.',
      });
    },
  }));
}
