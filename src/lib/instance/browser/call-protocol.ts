import type { SerializedError } from '../../base/errors';
import type { Change } from '../../storage/storage';
import type { Instance } from '../instance';
import type { Recovery } from './recover-database';

/** The calls that cross between tabs: all of `Instance` but `subscribe`, which hears `changes` instead. */
export type Method = Exclude<keyof Instance, 'subscribe'>;

export interface Call {
  readonly type: 'call';
  readonly client: string;
  /** Counts the client's calls; a repeated call has the same number. */
  readonly sequence: number;
  /** Number of the client's oldest call without an answer: lower ones will not be repeated. */
  readonly oldest: number;
  readonly method: Method;
  readonly args: readonly unknown[];
}

export type Answer = {
  readonly type: 'answer';
  readonly client: string;
  readonly sequence: number;
} & (
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: SerializedError }
);

/** A new leader is there; calls without an answer are to be sent again. */
export interface LeaderAnnouncement {
  readonly type: 'leader';
  readonly tab: string;
  /** Version of the app: a tab of another version must reload. */
  readonly version: string;
}

/** The tab whose turn it was could not open the instance. */
export interface LeaderFailure {
  readonly type: 'failed';
  readonly error: SerializedError;
}

export interface ChangesAnnouncement {
  readonly type: 'changes';
  readonly changes: readonly Change[];
}

/** The leader has replaced the store, or tried to: every tab starts anew. */
export interface RestartAnnouncement {
  readonly type: 'restart';
  /** Why nothing was replaced. */
  readonly error?: SerializedError;
}

/** Asks whether a leader is awake; every leader answers with its announcement. */
export interface Ping {
  readonly type: 'ping';
}

export type TabMessage =
  Call | Answer | LeaderAnnouncement | LeaderFailure | ChangesAnnouncement | RestartAnnouncement | Ping;

/** What the instance worker is started with; `frames` reaches the page's sandbox frames. */
export interface WorkerStart {
  readonly name: string;
  readonly tab: string;
  readonly version: string;
  readonly frames: MessagePort;
  /** Before the database is opened. */
  readonly recovery?: Recovery;
}

/** Opens the channel that all tabs of this instance share. */
export const openTabChannel = (instance: string): BroadcastChannel =>
  new BroadcastChannel(`dagbook.${instance}`);

/** The Web Lock whose holder is the leader. */
export const leaderLock = (instance: string): string => `dagbook.${instance}.leader`;
