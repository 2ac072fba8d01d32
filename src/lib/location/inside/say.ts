import type { StepMessage } from '../step-protocol';

/** What is said of the step under way; its id and the time are put on where it goes out. */
export type StepWord = StepMessage extends infer Message
  ? Message extends StepMessage
    ? Omit<Message, 'id' | 'time'>
    : never
  : never;

/** Says something of the step under way. `bytes` are handed over: they may no longer be readable here. */
export type Say = (word: StepWord, bytes?: ArrayBuffer) => void;
