import { DagbookError } from '../../base/errors';
import type { ArrowModule } from '../../artifacts/codecs/arrow-codec';
import { decodeValue } from '../../artifacts/codecs/decode-value';
import { encodeValue } from '../../artifacts/codecs/encode-value';
import { stepOutputs, type StepOutputValue } from '../../definitions/step-outputs';
import type { NodeDefinition } from '../../definitions/node-definition';
import { limits } from '../../location/boundary/limits';
import { weigh } from '../../location/boundary/weigh';
import type { ExecuteStep } from '../../location/inside/kernel';
import type { LoadedNotebook } from '../../location/inside/load-notebook';
import { locateError } from '../../location/inside/locate-error';
import type { Say } from '../../location/inside/say';
import type { StepRequest } from '../../location/step-protocol';
import { stepContext } from './step-context';

/**
 * Executes a step inside the isolate: inputs decoded, the user's function called, each output encoded as soon as it
 * comes. An error that nobody caught fails the step too, like one it threw: what it left undone is not known.
 */
export const executeStep: ExecuteStep = async (request, loaded, say, readFile, strayErrors) => {
  try {
    const { node, arrow } = await prepare(request, loaded);
    const inputs: Record<string, unknown> = {};
    for (const { name, value } of request.inputs) {
      inputs[name] = decodeValue(value, { arrow });
      say({ type: 'input', name });
    }
    const returned = node.compute(inputs, stepContext(request, say, readFile));
    const wanted = new Set(request.outputs.map(({ name }) => name));
    for await (const output of stepOutputs(node, returned))
      if (wanted.has(output.output)) sayOutput(output, say, arrow);
    const strays = await strayErrors();
    if (strays.length > 0) throw strays[0];
    say({ type: 'succeeded' });
  } catch (error) {
    say({ type: 'failed', error: locateError(error, loaded?.notebook) });
  }
};

interface Prepared {
  readonly node: NodeDefinition;
  readonly arrow?: ArrowModule;
}

async function prepare(request: StepRequest, loaded: LoadedNotebook | undefined): Promise<Prepared> {
  if (loaded?.notebook.hash !== request.bundle) {
    throw new DagbookError(
      'The isolate has not loaded the version of the notebook that this step belongs to',
      {
        name: 'BundleNotLoaded',
        remedy: 'Run it again from the notebook as it is now.',
      },
    );
  }
  const node = loaded.nodes.get(request.node);
  if (!node) {
    throw new DagbookError(`The notebook defines no step "${request.node}"`, {
      name: 'UnknownNode',
      remedy: 'Its cell may have failed while loading: see the errors of the code location.',
    });
  }
  const importsArrow = loaded.notebook.cells.some(({ imports }) => imports.includes('apache-arrow'));
  return { node, ...(importsArrow && { arrow: (await loaded.importModule('apache-arrow')) as ArrowModule }) };
}

function sayOutput(
  { output: name, value, metadata, dataVersion, tags }: StepOutputValue,
  say: Say,
  arrow: ArrowModule | undefined,
): void {
  refuseLarge(name, { metadata, tags, dataVersion });
  const word = {
    type: 'output',
    name,
    metadata,
    tags,
    ...(dataVersion !== undefined && { dataVersion }),
  } as const;
  if (value === undefined) return say(word);
  const { codec, bytes } = encodeValue(value, { arrow });
  if (bytes.length > limits.output) {
    throw new DagbookError(
      `The value of "${name}" takes ${bytes.length} bytes; at most ${limits.output} can be kept`,
      {
        name: 'OutputTooLarge',
        remedy: 'Split the asset into several, or keep less of the data.',
      },
    );
  }
  // Only a whole buffer can be handed over.
  const own =
    bytes.length === bytes.buffer.byteLength ? (bytes as Uint8Array<ArrayBuffer>) : new Uint8Array(bytes);
  say({ ...word, value: { codec, bytes: own } }, own.buffer);
}

/** What is said besides the value goes into the event log: it is kept small. */
function refuseLarge(name: string, said: object): void {
  try {
    weigh(said, limits.metadata);
  } catch (error) {
    throw new DagbookError(`The metadata of "${name}" is ${(error as Error).message}`, {
      name: 'InvalidMetadata',
      remedy: 'Keep a preview or a count in metadata, and return the data as the value.',
    });
  }
}
