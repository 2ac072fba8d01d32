import type { Component } from 'svelte';
import type { RunConfig } from '../../definitions/snapshot';
import type { BackfillRequest, ConfigIssue, LaunchRequest } from '../../instance/instance';

/** What somebody must answer before a run can be launched. */
export type Question = PartitionsQuestion | ConfigQuestion;

/** `run` of a backfill: what its runs are, but for the partitions. */
export type PartitionsAnswer =
  | { readonly type: 'run'; readonly run: LaunchRequest }
  | { readonly type: 'backfill'; readonly run: LaunchRequest; readonly backfill: BackfillRequest };

export interface PartitionsQuestion {
  readonly type: 'partitions';
  readonly Dialog: Component<{ question: PartitionsQuestion }>;
  readonly request: LaunchRequest;
  /** `undefined`: given up. */
  readonly answer: (answer: PartitionsAnswer | undefined) => void;
}

export interface ConfigQuestion {
  readonly type: 'config';
  readonly Dialog: Component<{ question: ConfigQuestion }>;
  readonly location: string;
  readonly jobName?: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
  readonly config: RunConfig;
  /** What is wrong with it. */
  readonly issues: readonly ConfigIssue[];
  readonly check: (config: RunConfig) => Promise<readonly ConfigIssue[]>;
  /** Launches with what is written; answers what is still wrong with the config, nothing where it was launched. */
  readonly submit: (
    config: RunConfig,
    tags: Readonly<Record<string, string>>,
  ) => Promise<readonly ConfigIssue[]>;
  /** The question is settled: launched, or given up. */
  readonly close: () => void;
}

class Questions {
  /** The one that is being asked; the layout shows it. */
  open: Question | undefined = $state.raw();
}

export const questions = new Questions();
