import type { SerializedError } from '../../base/errors';
import type { InstanceAnswer } from '../../definitions/instance-question';
import type { PathStoreName } from '../../definitions/io-manager';
import type { Isolate } from '../isolate';
import type { StepMessage, StepRequest } from '../step-protocol';

/**
 * What an isolate answers on its control port, by Comlink. Only the isolate exposes something: whoever exposes an
 * object lets the other end walk its properties up to `constructor` and so run code of its choice.
 */
export interface Kernel extends Pick<
  Isolate,
  'load' | 'validateConfig' | 'evaluateTick' | 'openRun' | 'closeRun'
> {
  ping(): void;
}

/** Asks for an attached file, or something of a path store; `file` is a number that the answer repeats. */
export type FileRequest = { readonly file: number; readonly path: string } & (
  | { readonly wish: 'attachment' }
  /** Of a list, `path` is the prefix. */
  | { readonly wish: 'read' | 'remove' | 'list'; readonly store: PathStoreName }
  | { readonly wish: 'write'; readonly store: PathStoreName; readonly bytes: Uint8Array }
);

/** A request by HTTP that the host makes for an isolate. */
export interface HttpRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body?: Uint8Array;
}

/** What came back; `url` is where from, after redirects. */
export interface HttpResponse {
  readonly url: string;
  readonly isRedirected: boolean;
  readonly status: number;
  readonly statusText: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array<ArrayBuffer>;
}

/** `fetch` is a number that the answer repeats. Without a request: that one is no longer wanted. */
export interface FetchRequest {
  readonly fetch: number;
  readonly request?: HttpRequest;
}

export type FetchAnswer = { readonly fetch: number } & (
  { readonly response: HttpResponse } | { readonly error: SerializedError }
);

/** Something asked of the instance; `question` is a number that the answer repeats. */
export interface QuestionRequest {
  readonly question: number;
  /** An `InstanceQuestion`, as far as user code has asked for what there is. */
  readonly asked: unknown;
}

export type QuestionAnswer = { readonly question: number } & (
  { readonly answer: InstanceAnswer } | { readonly error: SerializedError }
);

/** Steps to execute after those that were asked for before. Plain, since a call by Comlink costs as much as a short step. */
export interface StepOrder {
  readonly execute: readonly StepRequest[];
}

/** What an isolate hears on its data port. */
export type ToIsolate = StepOrder | FileAnswer | FetchAnswer | QuestionAnswer;

/** What an isolate says on its data port, a plain one: messages of the step under way, or a wish. */
export type FromIsolate = readonly StepMessage[] | FileRequest | FetchRequest | QuestionRequest;

/** `value`: the bytes that were read, if there are any, or the paths of a list. */
export type FileAnswer = { readonly file: number } & (
  { readonly value: Uint8Array | readonly string[] | undefined } | { readonly error: SerializedError }
);
