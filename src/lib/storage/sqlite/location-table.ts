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

export function upsertLocation(queries: Queries, location: StoredLocation): void {
  const { name, bundle, loadedAt } = location;
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
  const query = from.selectFrom('locations').selectAll().where('name', 'not in', deleted).orderBy('name');
  return queries.all(query).map((row) => ({
    name: row.name,
    bundle: row.bundle,
    snapshot: JSON.parse(row.snapshot),
    loadedAt: row.loaded_at,
  }));
}
