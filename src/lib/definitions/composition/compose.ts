import { serializeError } from '../../base/errors';
import type { Json } from '../../base/json';
import type { GraphCore } from '../graph';
import { composedHandle } from './composed-handle';
import { within, type Composition, type Invocation, type Problem, type Scope } from './composition';
import { runBody, type AnyHandle } from './run-body';

export interface ComposeRequest {
  readonly body: (inputs: never) => unknown;
  /** Inputs whose values are of assets, by name; absent: every input comes from the run config. */
  readonly assetInputs?: readonly string[];
  /** Constants for inputs. */
  readonly values?: Readonly<Record<string, Json>>;
  /** Declared inputs, where the definition declares them. */
  readonly declared?: readonly string[];
  /** Stands before the keys of its steps, with a `.`. */
  readonly prefix: string;
  /** The graph whose body it is: one that contains itself is told. */
  readonly graph?: GraphCore;
  readonly nameOf: (definition: object) => string | undefined;
  /** Of a job: the keys of assets that the body names. */
  readonly assetKey?: Composition['assetKey'];
}

export interface Composed {
  readonly invocations: readonly Invocation[];
  /** What the body returned: handles, alone or in records and lists. */
  readonly answer: unknown;
  /** Each thing that is wrong once. */
  readonly problems: readonly Problem[];
  /** Graphs that were invoked, at any depth. */
  readonly graphs: ReadonlySet<object>;
}

/** Executes the body of a graph, and says which ops it uses and how they are connected. Never throws. */
export function compose(request: ComposeRequest): Composed {
  const scope: Scope = {
    prefix: request.prefix,
    names: new Map(),
    graphs: request.graph ? [request.graph] : [],
    modifiers: { tags: request.graph?.options.tags },
  };
  const composition: Composition = {
    nameOf: request.nameOf,
    assetKey: request.assetKey,
    invocations: [],
    problems: [],
    used: new Set(),
    graphs: new Set(),
    depth: 0,
    scope,
  };
  const inputs = new Map<string, AnyHandle>();
  for (const name of request.declared ?? [])
    inputs.set(name, composedHandle(composition, { type: 'config' }));
  for (const name of request.assetInputs ?? [])
    inputs.set(name, composedHandle(composition, { type: 'input', name }));
  for (const [name, value] of Object.entries(request.values ?? {}))
    inputs.set(name, composedHandle(composition, { type: 'value', value }));
  const declared = request.assetInputs ?? request.declared;
  const answer = within(composition, scope, () => {
    try {
      return runBody(composition, { body: request.body, inputs, ...(declared && { declared }) });
    } catch (thrown) {
      const { message, remedy } = serializeError(thrown);
      const site = thrown instanceof Error ? thrown : undefined;
      composition.problems.push({
        message: `its body throws: ${message}`,
        remedy: remedy ?? 'Correct the body; it is executed when the notebook is loaded.',
        site,
      });
      return undefined;
    }
  });
  const { invocations, graphs } = composition;
  return { invocations, answer, problems: distinct(composition.problems), graphs };
}

/** A graph that is used twice says the same things twice. */
const distinct = (problems: readonly Problem[]): readonly Problem[] => [
  ...new Map(problems.map((problem) => [problem.message, problem])).values(),
];
