import type { DagsterCase } from '../../contract/cases/case-bench';

/** Dagster's cases by id, each with what runs its own `given`. */
export type CaseTable = Readonly<Record<string, (each: DagsterCase) => void | Promise<void>>>;

/** The cases of these ids, all run alike. */
export const alike = (ids: readonly string[], run: CaseTable[string]): CaseTable =>
  Object.fromEntries(ids.map((id) => [id, run]));
