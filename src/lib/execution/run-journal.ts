import type { NewEvent } from '../events/event';
import type { Stamp } from '../events/make-event';
import { nextRunStatus, type RunStatus } from '../events/run-status';
import { ActiveExecution } from '../plan/active-execution';
import type { NewValue } from '../storage/storage';
import { configVersions } from './config-versions';
import type { DriveRunOptions } from './drive-run-options';
import { KnownValues } from './known-values';
import { redactor } from './redact';
import { RunLog, storedEvents } from './run-log';
import { storedKnowledge } from './stored-knowledge';

/** What a run's log says by now, to the one who drives it and writes it on. */
export class RunJournal {
  readonly execution: ActiveExecution;
  readonly known: KnownValues;
  status: RunStatus = 'NOT_STARTED';
  /** How long others drove the run before, in ms: not the time in which nobody did. */
  drivenBefore = 0;
  private readonly options: DriveRunOptions;
  private readonly log: RunLog;
  private readonly redact: (event: NewEvent) => NewEvent;

  /** `onFailure` is called once, where storage refuses events; nothing is stored after that. */
  constructor(options: DriveRunOptions, onFailure: (error: unknown) => void) {
    this.options = options;
    this.known = new KnownValues(configVersions(options.run));
    this.execution = new ActiveExecution(options.run.plan);
    this.log = new RunLog(options.storage, onFailure);
    this.redact = redactor(options.env ?? {});
  }

  /** Reads what is stored: what was known before the run, then its own log. */
  async read(): Promise<void> {
    const { run, storage } = this.options;
    for (const event of await storedKnowledge(run.plan, storage)) this.known.apply(event);
    let last: number | undefined;
    for await (const event of storedEvents(storage, run.id)) {
      this.apply(event);
      const isAgain = event.type === 'ENGINE_EVENT' && event.data.resumed === true;
      if (last !== undefined && !isAgain) this.drivenBefore += Math.max(0, event.timestamp - last);
      if (last !== undefined || event.type === 'RUN_START') last = event.timestamp;
    }
  }

  write(events: readonly NewEvent[], value?: NewValue): void {
    const clean = events.map(this.redact);
    for (const event of clean) this.apply(event);
    this.log.write(clean, value);
  }

  /** Stores an event past the log, which has failed. */
  async force(event: NewEvent): Promise<void> {
    await this.options.storage.append([this.redact(event)]);
  }

  /** Resolves when all that was written is durable. */
  settled(): Promise<void> {
    return this.log.settled();
  }

  /** Now, in this run. */
  at(): Stamp {
    return { runId: this.options.run.id, timestamp: this.options.clock.now() };
  }

  private apply(event: NewEvent): void {
    this.execution.apply(event);
    this.known.apply(event);
    this.status = nextRunStatus(this.status, event.type);
  }
}
