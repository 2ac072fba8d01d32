/** Who leads, as the database knows it. */
export interface Lead {
  /** Rises with each leader; 0: nobody has led yet. */
  readonly epoch: number;
  /** Who it is, for people; empty where the last one has given the lead back. */
  readonly holder: string;
  /** Rises as long as the leader is well. */
  readonly renewals: number;
  /** Whether the leader holds its host's own lock too, which goes with its process. */
  readonly isLocked: boolean;
}

/** What keeps the record in order. */
export interface MaintenanceStorage {
  lead(): Promise<Lead>;
  /**
   * Makes this storage the leader's, under the next epoch, and answers that. From then on each of its writes rejects with
   * `LeaderFenced`, and stores nothing, once there is a newer epoch: so a leader that slept cannot write. Answers
   * `undefined`, and changes nothing, where the epoch is no longer `after`. `close` gives the lead back.
   */
  takeLead(
    lead: Pick<Lead, 'holder' | 'isLocked'> & { readonly after?: number },
  ): Promise<number | undefined>;
  /** Says that this leader is well. */
  renewLead(lead: Pick<Lead, 'isLocked'>): Promise<void>;
}
