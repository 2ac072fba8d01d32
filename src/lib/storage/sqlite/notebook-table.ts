import type { Selectable } from 'kysely';
import type { StoredNotebook } from '../storage';
import type { Changes } from '../commit-queue';
import { NotebookNotFound } from '../storage-errors';
import { superfluousVersions, type NotebookVersion } from '../thin-versions';
import { from, type Queries } from './queries';
import type { Tables } from './tables';

/** Saves from one thinning of a notebook's history to the next. */
const savesBetween = 20;

export function selectNotebooks(queries: Queries, deleted: boolean): readonly StoredNotebook[] {
  const query = from
    .selectFrom('notebooks')
    .selectAll()
    .where('deleted_at', deleted ? 'is not' : 'is', null)
    .orderBy('updated_at', 'desc')
    .orderBy('id');
  return queries.all(query).map(notebookFromRow);
}

export function selectNotebook(queries: Queries, id: string): StoredNotebook | undefined {
  const row = queries.first(from.selectFrom('notebooks').selectAll().where('id', '=', id));
  return row && notebookFromRow(row);
}

/**
 * To be called within a transaction. Writes only where `notebook.revision` follows the stored one; what it replaces
 * goes into the history. Answers what is stored then.
 */
export function writeNotebook(queries: Queries, notebook: StoredNotebook, changes: Changes): StoredNotebook {
  const stored = selectNotebook(queries, notebook.id);
  if (notebook.revision !== (stored?.revision ?? 0) + 1) {
    if (!stored) throw new NotebookNotFound(notebook.id);
    return stored;
  }
  if (stored) keepRevision(queries, stored, notebook.updatedAt);
  const { id, ...columns } = notebookToRow(notebook);
  queries.run(
    from
      .insertInto('notebooks')
      .values({ id, ...columns })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(columns)),
  );
  changes.add({ topic: 'notebook', id });
  if (stored && stored.deletedAt !== notebook.deletedAt) changes.add({ topic: 'location', name: id });
  return notebook;
}

function insertRevision(
  queries: Queries,
  { id, revision, source, updatedAt }: StoredNotebook,
  name: string | null,
): void {
  queries.run(
    from
      .insertInto('notebook_history')
      .values({ id, revision, saved_at: updatedAt, bytes: source.length, source, name })
      .onConflict((conflict) => conflict.doNothing()),
  );
}

function keepRevision(queries: Queries, before: StoredNotebook, now: number): void {
  const { id, revision } = before;
  insertRevision(queries, before, null);
  if (revision % savesBetween !== 0) return;
  for (const old of superfluousVersions(selectVersions(queries, id), now))
    queries.run(from.deleteFrom('notebook_history').where('id', '=', id).where('revision', '=', old));
}

/** Newest first. */
export function selectVersions(queries: Queries, id: string): readonly NotebookVersion[] {
  const query = from
    .selectFrom('notebook_history')
    .select(['revision', 'saved_at as savedAt', 'bytes', 'name'])
    .where('id', '=', id)
    .orderBy('revision', 'desc');
  return queries.all(query).map(({ name, ...version }) => (name === null ? version : { ...version, name }));
}

/** To be called within a transaction. Answers whether that revision is still kept. */
export function nameRevision(
  queries: Queries,
  { id, revision, name }: { readonly id: string; readonly revision: number; readonly name?: string },
  changes: Changes,
): boolean {
  const present = selectNotebook(queries, id);
  if (name !== undefined && present?.revision === revision) insertRevision(queries, present, name);
  const named = from
    .updateTable('notebook_history')
    .set({ name: name ?? null })
    .where('id', '=', id)
    .where('revision', '=', revision)
    .returning('revision');
  if (!queries.first(named)) return false;
  changes.add({ topic: 'notebook', id });
  return true;
}

export function selectNotebookRevision(queries: Queries, id: string, revision: number): string | undefined {
  const columns = (table: 'notebooks' | 'notebook_history') =>
    from.selectFrom(table).select('source').where('id', '=', id).where('revision', '=', revision);
  return queries.first(columns('notebook_history').unionAll(columns('notebooks')))?.source;
}

const notebookToRow = (notebook: StoredNotebook): Selectable<Tables['notebooks']> => ({
  id: notebook.id,
  title: notebook.title,
  source: notebook.source,
  revision: notebook.revision,
  created_at: notebook.createdAt,
  updated_at: notebook.updatedAt,
  deleted_at: notebook.deletedAt ?? null,
});

const notebookFromRow = (row: Selectable<Tables['notebooks']>): StoredNotebook => ({
  id: row.id,
  title: row.title,
  source: row.source,
  revision: row.revision,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
  ...(row.deleted_at !== null && { deletedAt: row.deleted_at }),
});
