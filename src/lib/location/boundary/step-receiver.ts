import type { StepMessage, StepRequest } from '../step-protocol';
import { limits } from './limits';

/** Takes the messages of one step as they come; `true` when the step has ended. Throws on what may not be said. */
export type StepReceiver = (message: StepMessage) => boolean;

/**
 * Guards one step: only its own id, `started` first, only inputs and outputs that were asked for and each once, and
 * no more messages than `limits.messages`. The shape of each message has been checked before.
 */
export function stepReceiver(request: StepRequest): StepReceiver {
  const awaited = new Set([
    'started',
    ...request.inputs.map(({ name }) => `input ${name}`),
    ...request.outputs.map(({ name }) => `output ${name}`),
  ]);
  let count = 0;

  return (message) => {
    if (message.id !== request.id) throw new Error('a message of another step');
    if (++count > limits.messages) throw new Error(`more than ${limits.messages} messages of one step`);
    if ((count === 1) !== (message.type === 'started')) throw new Error('"started" out of turn');
    if (message.type === 'input' || message.type === 'output') {
      const word = `${message.type} ${message.name}`;
      if (!awaited.delete(word)) throw new Error('an input or output that is not awaited');
    }
    return message.type === 'succeeded' || message.type === 'failed';
  };
}
