import { DagbookError } from '../../base/errors';
import type { AssetJobDefinition } from '../../definitions/asset-job';
import { isKind } from '../../definitions/brand';
import { definitionNames } from '../../definitions/definition-names';
import { exportedDefinitions } from '../../definitions/exported-definitions';
import type { IOManagerDefinition } from '../../definitions/io-manager';
import type { JobDefinition } from '../../definitions/job';
import { definitionEntries, type TestedDefinitions } from './definition-entries';
import { execute, type ExecutionOptions } from './execute';
import type { ExecutionResult } from './execution-result';
import { memoryIOManager } from './memory-io-manager';
import { locateInFiles } from './notebook-file';
import { ioManagerKeys } from './replaced-resources';

export interface MaterializeOptions extends ExecutionOptions {
  /** Which of the assets, as an asset selection; default all. */
  readonly selection?: string;
}

/**
 * Materializes assets in one run: of a module (`import * as cake from './cake.nb.ts'`), of an object of named
 * definitions, or of a list of definitions that name themselves. Waits between retries are skipped.
 */
export const materialize = (
  definitions: TestedDefinitions,
  { selection, ...options }: MaterializeOptions = {},
): Promise<ExecutionResult> => execute(definitions, options, selection === undefined ? {} : { selection });

/** As `materialize`, but no IO manager of the definitions is called: values are kept as they are, in memory. */
export async function materializeToMemory(
  definitions: TestedDefinitions,
  options: MaterializeOptions = {},
): Promise<ExecutionResult> {
  const manager = memoryIOManager();
  const managers = ioManagerKeys(definitionEntries(definitions)).map((key) => [key, manager]);
  const given = Object.entries(options.resources ?? {}).find(([, value]) =>
    isKind<IOManagerDefinition>(value, 'ioManager'),
  );
  if (given)
    throw new DagbookError(`materializeToMemory() was given the IO manager "${given[0]}"`, {
      name: 'InvalidTest',
      remedy: 'Use materialize() where IO managers are to be called.',
    });
  const resources = { ...options.resources, ...Object.fromEntries(managers) };
  return materialize(definitions, { ...options, resources });
}

/**
 * Executes a job. `definitions` name what it is made of: needed for a job of assets, for a job given by its name, and
 * for ops that have no names of their own.
 */
export function executeInProcess(
  job: JobDefinition | AssetJobDefinition | string,
  { definitions = {}, ...options }: ExecutionOptions & { readonly definitions?: TestedDefinitions } = {},
): Promise<ExecutionResult> {
  if (typeof job === 'string') return execute(definitions, options, { jobName: job });
  const { named } = exportedDefinitions(definitionEntries(definitions));
  const jobName = definitionNames(named, locateInFiles)(job);
  if (jobName !== undefined && named.has(job)) return execute(definitions, options, { jobName });
  const name = jobName ?? 'job';
  return execute({ ...Object.fromEntries(asNamed(definitions)), [name]: job }, options, { jobName: name });
}

const asNamed = (definitions: TestedDefinitions) =>
  definitionEntries(definitions).map(({ name, value }) => [name, value] as const);
