import { DagbookError, type SerializedError, type SourceLocation } from '../../base/errors';
import type { Logger } from '../../definitions/asset-execution-context';
import { resourceConfig } from '../../definitions/config/resource-config';
import { definedAt } from '../../definitions/defined-at';
import type { PathStoreName } from '../../definitions/io-manager';
import { requiredResources } from '../../definitions/required-resources';
import { resourceKeys } from '../../definitions/resource-needs';
import type { LoadedNotebook } from '../../location/inside/loaded-notebook';
import type { ResourcesRequest } from '../../location/step-protocol';
import { setUpValue, type SetUp } from '../../definitions/set-up-value';

/** A resource or IO manager that is set up. */
export interface OpenResource extends SetUp {
  readonly key: string;
  readonly config: unknown;
  /** Those that it requires, by key. */
  readonly resources: Readonly<Record<string, unknown>>;
  /** Where its definition wants it to keep bytes. */
  readonly store: PathStoreName;
  /** Where it is defined. */
  readonly at?: SourceLocation;
  readonly locate: LoadedNotebook['locate'];
}

/** The resources of one run that are set up in this isolate, in the order of their set-up. */
type Scope = Map<string, OpenResource>;

/** The resources of all runs in this isolate: each is set up once for a run, and torn down when the run is closed. */
export class RunResources {
  readonly #scopes = new Map<string, Scope>();

  /**
   * Those of `keys`, and of what these require, that the notebook defines and the run has not got here, in the order
   * of set-up.
   */
  missing({ runId, keys }: ResourcesRequest, { definitions }: LoadedNotebook): readonly string[] {
    const scope = this.#scopes.get(runId);
    const entered = new Set<string>();
    const order: string[] = [];
    const visit = (key: string): void => {
      const definition = definitions.resources.get(key);
      if (!definition || scope?.has(key) || entered.has(key)) return;
      entered.add(key);
      resourceKeys(definition.options.requires).forEach(visit);
      order.push(key);
    };
    keys.forEach(visit);
    return order;
  }

  get(runId: string, key: string): OpenResource | undefined {
    return this.#scopes.get(runId)?.get(key);
  }

  /** The values of those of `keys` that are set up. */
  values(runId: string, keys: readonly string[]): Readonly<Record<string, unknown>> {
    const open = keys.map((key) => this.get(runId, key)).filter((resource) => resource !== undefined);
    return Object.fromEntries(open.map(({ key, value }) => [key, value]));
  }

  /**
   * Sets up what is missing. Throws `ResourceInitFailed`, naming the resource, its cell and
   * line, after it has torn down what it had set up.
   */
  async open(request: ResourcesRequest, loaded: LoadedNotebook, log: Logger): Promise<void> {
    const scope: Scope = this.#scopes.get(request.runId) ?? new Map();
    this.#scopes.set(request.runId, scope);
    const added: string[] = [];
    for (const key of this.missing(request, loaded)) {
      try {
        scope.set(key, await this.#setUp(key, request, loaded, log));
        added.push(key);
      } catch (thrown) {
        await tearDown(scope, added);
        throw initFailed(key, loaded.locate(thrown));
      }
    }
  }

  /** Tears down what the run has set up here, in reverse order; answers what went wrong. */
  async close(runId: string): Promise<readonly SerializedError[]> {
    const scope: Scope = this.#scopes.get(runId) ?? new Map();
    this.#scopes.delete(runId);
    return tearDown(scope, [...scope.keys()]);
  }

  async #setUp(
    key: string,
    { runId, config: runConfig, env }: ResourcesRequest,
    { definitions, locate, store: openStore }: LoadedNotebook,
    log: Logger,
  ): Promise<OpenResource> {
    const definition = definitions.resources.get(key)!;
    const config = await resourceConfig(key, definition, runConfig, env);
    const required = this.values(runId, resourceKeys(definition.options.requires));
    const resources = requiredResources(`resource ${key}`, required, 'requires');
    const { store = 'artifacts' } = definition.options;
    const context = {
      config,
      runId,
      log,
      resources,
      get store() {
        return openStore?.(store);
      },
    };
    const setUp = await setUpValue((definition.setUp as (context: object) => unknown)(context));
    const { at } = locate(definition[definedAt]);
    return { ...setUp, key, config, resources, store, locate, ...(at && { at }) };
  }
}

async function tearDown(scope: Scope, keys: readonly string[]): Promise<readonly SerializedError[]> {
  const errors: SerializedError[] = [];
  for (const key of keys.toReversed()) {
    const { tearDown: end, locate } = scope.get(key)!;
    scope.delete(key);
    try {
      await end?.();
    } catch (thrown) {
      const cause = locate(thrown);
      errors.push(failed('ResourceTeardownFailed', `Resource "${key}" could not be torn down`, cause));
    }
  }
  return errors;
}

/** A resource could not be set up; as data, since what matters in it is where the user's own code threw. */
export class ResourceInitFailed extends DagbookError {
  static override readonly name: string = 'ResourceInitFailed';
  readonly data: SerializedError;

  constructor(data: SerializedError) {
    super(data.message);
    this.data = data;
  }
}

const initFailed = (key: string, cause: SerializedError) =>
  new ResourceInitFailed(failed('ResourceInitFailed', `Resource "${key}" could not be set up`, cause));

const failed = (name: string, what: string, cause: SerializedError): SerializedError => ({
  name,
  message: `${what}: ${cause.message}`,
  ...(cause.remedy !== undefined && { remedy: cause.remedy }),
  ...(cause.at && { at: cause.at }),
  cause,
});
