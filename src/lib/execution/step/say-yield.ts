import { encodeShown } from '../../artifacts/codecs/encode-shown';
import type { CodecModules } from '../../artifacts/codecs/encode-value';
import type { EncodedValue } from '../../artifacts/codec';
import { DagbookError } from '../../base/errors';
import type { NodeDefinition } from '../../definitions/node-definition';
import type { AssetEventYield, OutputYield, StepYield } from '../../definitions/step-yield';
import { limits } from '../../location/boundary/limits';
import { weigh } from '../../location/boundary/weigh';
import type { Say, StepWord } from '../../location/inside/say';
import type { StepRequestOutput } from '../../location/step-protocol';
import type { AddedMetadata } from './added-metadata';
import { handleOutput, type ManagedStep } from './managed-values';

/** What it takes to tell the host of what a step yields. */
export interface YieldDesk {
  readonly node: NodeDefinition;
  readonly outputs: ReadonlyMap<string, StepRequestOutput>;
  readonly step: ManagedStep;
  readonly added: AddedMetadata;
  readonly say: Say;
}

/** Tells the host what a step yielded, one thing after another; within the limits, or the step fails. */
export function yieldSayer(desk: YieldDesk): {
  readonly sayYield: (said: StepYield) => Promise<void>;
  readonly sayEvent: (event: AssetEventYield) => void;
} {
  let count = 0;

  function sayBounded(word: StepWord & { readonly metadata: object }, title: string): void {
    if (++count > limits.yields) throw tooMany();
    refuseLarge(title, { ...word, value: undefined });
    const value = 'value' in word ? word.value : undefined;
    desk.say(word, value?.bytes.buffer as ArrayBuffer | undefined);
  }

  const sayEvent = (event: AssetEventYield) => sayBounded(event, event.assetKey);

  async function sayYield(said: StepYield): Promise<void> {
    switch (said.type) {
      case 'output':
        return sayBounded(await outputWord(desk, said), said.output);
      case 'refused': {
        const { output: name, reason, mappingKey } = said;
        const short = reason.slice(0, limits.text);
        const word = { type: 'refusedOutput', name, reason: short } as const;
        return desk.say(mappingKey === undefined ? word : { ...word, mappingKey });
      }
      case 'check':
        return sayBounded(said, said.name);
      case 'assetEvent':
        return sayEvent(said);
    }
  }
  return { sayYield, sayEvent };
}

/** An output as it is told: its value stored by an IO manager of the notebook, or encoded for the host to store. */
async function outputWord(
  { node, outputs, step, added }: YieldDesk,
  said: OutputYield,
): Promise<Extract<StepWord, { type: 'output' }>> {
  const { output: name, mappingKey, partitionKey, value, dataVersion, tags } = said;
  const metadata = { ...added.take(name, mappingKey), ...said.metadata };
  const word = {
    type: 'output',
    name,
    tags,
    metadata,
    ...(mappingKey !== undefined && { mappingKey }),
    ...(partitionKey !== undefined && { partitionKey }),
    ...(dataVersion !== undefined && { dataVersion }),
  } as const;
  if (value === undefined) return word;
  const output = outputs.get(name)!;
  const { ioManagerKey } = output;
  if (ioManagerKey === undefined) return { ...word, value: await encoded(name, value, step.modules) };
  const about = node.outputs.find((each) => each.name === name)?.metadata ?? {};
  const more = await handleOutput(step, { ...output, ioManagerKey }, said, about);
  return { ...word, handled: true, metadata: { ...metadata, ...more } };
}

async function encoded(name: string, value: unknown, modules: CodecModules): Promise<EncodedValue> {
  const { codec, bytes } = await encodeShown(value, modules);
  if (bytes.length > limits.output) {
    throw new DagbookError(
      `The value of "${name}" takes ${bytes.length} bytes; at most ${limits.output} can be kept`,
      { name: 'OutputTooLarge', remedy: 'Split the asset into several, or keep less of the data.' },
    );
  }
  // Only a whole buffer can be handed over.
  const isWhole = bytes.length === bytes.buffer.byteLength;
  return { codec, bytes: isWhole ? bytes : new Uint8Array(bytes) };
}

/** What is said besides the value goes into the event log: it is kept small. */
function refuseLarge(title: string, said: object): void {
  try {
    weigh(said, limits.metadata);
  } catch (error) {
    throw new DagbookError(`The metadata of "${title}" is ${(error as Error).message}`, {
      name: 'InvalidMetadata',
      remedy: 'Keep a preview or a count in metadata, and return the data as the value.',
    });
  }
}

const tooMany = () =>
  new DagbookError(`A step may yield ${limits.yields} outputs, checks and events at most`, {
    name: 'TooManyOutputs',
    remedy: 'Put several values into one output, or split the step.',
  });
