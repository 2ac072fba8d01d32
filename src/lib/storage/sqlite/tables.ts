import type { Generated } from 'kysely';

/** The tables as Kysely sees them; `migrations.ts` says what each is for. */
export interface Tables {
  runs: {
    id: string;
    job_name: string;
    location: string;
    bundle: string;
    plan: string;
    tags: string;
    created_at: number;
    status: string;
    started_at: number | null;
    ended_at: number | null;
    parent_run_id: string | null;
    root_run_id: string | null;
    outline: string;
  };
  run_tags: { key: string; value: string; run_id: string };
  events: {
    id: number;
    run_id: string;
    type: string;
    timestamp: number;
    level: string;
    message: string;
    step_key: string | null;
    asset_key: string | null;
    value_hash: string | null;
    data: string;
    partition: string | null;
    check_name: string | null;
    wiped: number;
  };
  appended_once: { id: string; timestamp: number };
  event_ids: { highest: number };
  values: { hash: string; codec: string; bytes: Uint8Array; attached: number };
  bundles: { hash: string; body: string };
  locations: { name: string; bundle: string; snapshot: string; loaded_at: number };
  notebooks: {
    id: string;
    title: string;
    source: string;
    revision: number;
    created_at: number;
    updated_at: number;
    deleted_at: number | null;
  };
  notebook_history: {
    id: string;
    revision: number;
    saved_at: number;
    bytes: number;
    source: string;
    name: string | null;
  };
  dynamic_partitions: { position: Generated<number>; name: string; key: string };
  settings: { key: string; value: string };
  instigators: {
    location: string;
    name: string;
    type: string;
    status: string | null;
    running_since: number | null;
    cursor: string | null;
    last_run_key: string | null;
  };
  ticks: {
    id: string;
    location: string;
    name: string;
    type: string;
    timestamp: number;
    status: string;
    body: string;
  };
  automation_evaluations: {
    evaluation_id: number;
    asset_key: string;
    /** Empty: of the asset itself. */
    check_name: string;
    location: string;
    instigator: string;
    timestamp: number;
    requested: number;
    run_ids: string;
    tree: string;
  };
  backfills: { id: string; status: string; created_at: number; body: string };
  lead: { epoch: number; holder: string; renewals: number; locked: number };
  heartbeats: { daemon: string; timestamp: number; errors: string };
}
