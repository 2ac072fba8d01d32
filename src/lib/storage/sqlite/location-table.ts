import type { CompiledNotebook } from '../../notebook/notebook';
import type { StoredLocation } from '../storage';
import { from, type Queries } from './queries';

export function insertBundle(queries: Queries, bundle: CompiledNotebook): void {
  const insert = from.insertInto('bundles').values({ hash: bundle.hash, body: JSON.stringify(bundle) });
  queries.run(insert.onConflict((conflict) => conflict.doNothing()));
}

export function selectBundle(queries: Queries, hash: string): CompiledNotebook | undefined {
  const row = queries.first(from.selectFrom('bundles').select('body').where('hash', '=', hash));
  return row && JSON.parse(row.body);
}

/** What was read: to read the snapshot of 10,000 assets again takes longer than what is asked of it. */
const read = new WeakMap<Queries, Map<string, StoredLocation>>();

export function upsertLocation(queries: Queries, location: StoredLocation): void {
  const { name, bundle, loadedAt } = location;
  read.get(queries)?.delete(name);
  const columns = { bundle, snapshot: JSON.stringify(location.snapshot), loaded_at: loadedAt };
  queries.run(
    from
      .insertInto('locations')
      .values({ name, ...columns })
      .onConflict((conflict) => conflict.column('name').doUpdateSet(columns)),
  );
}

export function selectLocations(queries: Queries): readonly StoredLocation[] {
  const deleted = from.selectFrom('notebooks').select('id').where('deleted_at', 'is not', null);
  const columns = ['name', 'bundle', 'loaded_at'] as const;
  const query = from.selectFrom('locations').select(columns).where('name', 'not in', deleted).orderBy('name');
  const known = read.get(queries) ?? new Map<string, StoredLocation>();
  read.set(queries, known);
  return queries.all(query).map(({ name, bundle, loaded_at: loadedAt }) => {
    const before = known.get(name);
    if (before?.bundle === bundle && before.loadedAt === loadedAt) return before;
    const { snapshot } = queries.first(
      from.selectFrom('locations').select('snapshot').where('name', '=', name),
    )!;
    const location = { name, bundle, snapshot: JSON.parse(snapshot), loadedAt };
    known.set(name, location);
    return location;
  });
}
