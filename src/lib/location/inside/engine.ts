import type { SerializedError } from '../../base/errors';
import type { RunConfigRequest } from '../../definitions/config/validate-run-config';
import type { TickAnswer, TickRequest } from '../../definitions/tick-request';
import type { ConfigIssue, IsolateFiles } from '../isolate';
import type { ResourcesRequest, StepRequest } from '../step-protocol';
import type { LoadedNotebook } from './loaded-notebook';
import type { Say } from './say';

/** What a tick has of the isolate around it. */
export interface TickHost {
  readonly files: IsolateFiles;
  /** Errors of it that nobody caught, up to now. */
  readonly strayErrors: () => Promise<readonly unknown[]>;
}

/** What a step has of the isolate around it. */
export interface StepHost extends TickHost {
  readonly say: Say;
}

/** What executes a loaded notebook; the kernel is given one, since this room does not know how. Nothing of it rejects. */
export interface Engine {
  /** Executes one step and says all that there is to say of it, up to `succeeded` or `failed`. */
  execute(request: StepRequest, loaded: LoadedNotebook | undefined, host: StepHost): Promise<void>;
  validateConfig(
    request: RunConfigRequest,
    loaded: LoadedNotebook | undefined,
  ): Promise<readonly ConfigIssue[]>;
  evaluateTick(request: TickRequest, loaded: LoadedNotebook | undefined, host: TickHost): Promise<TickAnswer>;
  openRun(
    request: ResourcesRequest,
    loaded: LoadedNotebook | undefined,
  ): Promise<SerializedError | undefined>;
  closeRun(runId: string): Promise<readonly SerializedError[]>;
}
