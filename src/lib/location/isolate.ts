import type { SerializedError } from '../base/errors';
import type { ConfigIssue } from '../definitions/config/config-issue';
import type { RunConfigRequest } from '../definitions/config/validate-run-config';
import type { AskInstance } from '../definitions/instance-question';
import type { PathStore, PathStoreName } from '../definitions/io-manager';
import type { TickAnswer, TickRequest } from '../definitions/tick-request';
import type { DefinitionsSnapshot } from '../definitions/snapshot';
import type { CompiledNotebook } from '../notebook/notebook';
import type { ResourcesRequest, StepMessage, StepRequest } from './step-protocol';

/** What an isolate is given to load. */
export interface LoadRequest {
  readonly notebook: CompiledNotebook;
  /** Module specifier → ES module text, for imports other than `dagbook`. */
  readonly modules: Readonly<Record<string, string>>;
}

/** What came of it: the definitions of every cell that could be evaluated, and the errors of those that could not. */
export interface LoadResult {
  readonly snapshot: DefinitionsSnapshot;
  readonly errors: readonly SerializedError[];
}

export type { ConfigIssue, PathStoreName };

/** Reads an attached file for a cell; the path is checked against the notebook's attachments before this is asked. */
export type ReadAttachment = (path: string) => Promise<Uint8Array>;

/** What an isolate may read, write and ask outside itself. */
export interface IsolateFiles {
  readonly readAttachment: ReadAttachment;
  /** Throws, naming what there is instead, where this host has no such store. */
  readonly store: (name: PathStoreName) => PathStore;
  /** Whether its code may talk to the host of an address: asked for each request and redirect. Default to none. */
  readonly mayReach?: (url: URL) => Promise<boolean>;
  /** Answers what its code asks of the instance: `context.instance`. Default: there is none. */
  readonly askInstance?: AskInstance;
}

/**
 * A place where user code runs: one worker with no way out but this. Every answer has been validated and bounded.
 * `terminate` works at once, also on an endless loop; calls under way then reject with `IsolateLost`.
 */
export interface Isolate {
  load(request: LoadRequest): Promise<LoadResult>;
  /**
   * Resolves after the last message was handed to `onMessage`; rejects only when the isolate is lost. A step handed
   * over while another executes waits inside for its turn, so that no time passes between the two.
   */
  execute(request: StepRequest, onMessage: (message: StepMessage) => void): Promise<void>;
  /** All that is wrong, at once; empty where the config is good. */
  validateConfig(request: RunConfigRequest): Promise<readonly ConfigIssue[]>;
  /** Evaluates a schedule or sensor; what its function throws is in the answer. */
  evaluateTick(request: TickRequest): Promise<TickAnswer>;
  /** Sets up the resources of a run, as far as this isolate has not; answers what failed. */
  openRun(request: ResourcesRequest): Promise<SerializedError | undefined>;
  /** Tears down what `openRun` and steps have set up for the run, in reverse order; answers what went wrong. */
  closeRun(runId: string): Promise<readonly SerializedError[]>;
  ping(): Promise<void>;
  terminate(): void;
  /** Resolves when the isolate died by itself (crash, out of memory), with the reason. */
  readonly died: Promise<SerializedError>;
}

/** Makes isolates on one platform. */
export interface IsolateHost {
  /** Isolates of one `location` share a sandbox; another location gets another. */
  create(location: string, files: IsolateFiles): Promise<Isolate>;
  /** Cores to use: the size of a full pool. */
  readonly cores: number;
}
