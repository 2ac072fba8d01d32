import type { SerializedError } from '../../base/errors';
import type { LoadRequest, LoadResult } from '../isolate';
import type { StepMessage, StepRequest } from '../step-protocol';

/**
 * What an isolate answers on its control port, by Comlink. Only the isolate exposes something: whoever exposes an
 * object lets the other end walk its properties up to `constructor` and so run code of its choice.
 */
export interface Kernel {
  load(request: LoadRequest): Promise<LoadResult>;
  ping(): void;
}

/** Asks for an attached file; `file` is a number that the answer repeats. */
export interface FileRequest {
  readonly file: number;
  readonly path: string;
}

/** Steps to execute after those that were asked for before. Plain, since a call by Comlink costs as much as a short step. */
export interface StepOrder {
  readonly execute: readonly StepRequest[];
}

/** What an isolate hears on its data port. */
export type ToIsolate = StepOrder | FileAnswer;

/** What an isolate says on its data port, a plain one: messages of the step under way, or a wish for a file. */
export type FromIsolate = readonly StepMessage[] | FileRequest;

export type FileAnswer = { readonly file: number } & (
  { readonly bytes: Uint8Array } | { readonly error: SerializedError }
);
