import { DagbookError } from '../../base/errors';
import type { GraphCore } from '../graph';
import type { InvocationOptions, Modifiers } from '../invocable';
import { checkShapes } from '../option-shapes';
import { plainJson } from '../plain-json';
import { composedHandle, isDynamicHandle } from './composed-handle';
import { activeComposition, report, within, type Composition, type Scope } from './composition';
import { freeName } from './invoke-op';
import { joinedMapping, originOf } from './origin-of';
import { runBody, type AnyHandle } from './run-body';

/** What calling a graph does: its body is executed in a scope of its own, and its ops become steps of the whole. */
export function invokeGraph(
  graph: GraphCore,
  modifiers: Modifiers,
  [inputs, options]: readonly unknown[],
): unknown {
  const composition = activeComposition();
  if (!composition) {
    throw new DagbookError('a graph was called outside of the body of a graph or job', {
      name: 'InvalidInvocation',
      remedy:
        'Call it in the body of job(() => …), or make a job of it: export const name = myGraph.toJob().',
    });
  }
  const definitionName = composition.nameOf(graph);
  if (definitionName === undefined)
    report(
      composition,
      'a graph that it uses has no name',
      'Bind it to a top-level name, or give the name option.',
    );
  if ((options as InvocationOptions | undefined)?.after)
    report(composition, 'after is given to a graph', 'Give it to the ops in the graph that must wait.');
  composition.graphs.add(graph);
  for (const { message, remedy } of checkShapes(graph.options)) report(composition, message, remedy);
  const { scope } = composition;
  if (scope.graphs.includes(graph)) {
    const path = [...scope.graphs.slice(scope.graphs.indexOf(graph)), graph];
    const names = path.map((each) => composition.nameOf(each) ?? 'graph').join(' → ');
    report(composition, `circular dependency: ${names}`, 'A graph cannot contain itself.');
    return undefined;
  }
  const name = freeName(composition, definitionName ?? 'graph', modifiers);
  const inside: Scope = {
    prefix: `${scope.prefix}${name}.`,
    names: new Map(),
    graphs: [...scope.graphs, graph],
    modifiers: {
      tags: { ...graph.options.tags, ...scope.modifiers.tags, ...modifiers.tags },
      hooks: [...(scope.modifiers.hooks ?? []), ...(modifiers.hooks ?? [])],
      retryPolicy: modifiers.retryPolicy ?? scope.modifiers.retryPolicy,
    },
  };
  const given = handlesOf(composition, name, inputs);
  const { ins } = graph.options;
  for (const [input, { options }] of Object.entries(ins ?? {})) {
    if (given.has(input)) continue;
    const value = options?.default === undefined ? {} : { default: plainJson(options.default) };
    given.set(input, composedHandle(composition, { type: 'config', ...value }));
  }
  return within(composition, inside, () =>
    runBody(composition, {
      body: graph.compose,
      inputs: given,
      ...(ins && { declared: Object.keys(ins) }),
    }),
  );
}

/** What an invocation gives, each as a handle of its own; dynamic ones stay as they are. */
function handlesOf(composition: Composition, name: string, inputs: unknown): Map<string, AnyHandle> {
  const handles = new Map<string, AnyHandle>();
  for (const [input, given] of Object.entries((inputs ?? {}) as object)) {
    if (given === undefined) continue;
    if (isDynamicHandle(given)) {
      handles.set(input, given);
      continue;
    }
    const what = `input "${input}" of ${name}`;
    const found = originOf(composition, what, given);
    if (!found) continue;
    const mappedOver = joinedMapping(composition, what, found.mappedOver) ?? [];
    handles.set(input, composedHandle(composition, found.origin, mappedOver));
  }
  return handles;
}
