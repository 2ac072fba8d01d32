import type { Lead } from '../maintenance-storage';
import { from, type Queries } from './queries';

export function selectLead(queries: Queries): Lead {
  const { epoch, holder, renewals, locked } = queries.first(from.selectFrom('lead').selectAll())!;
  return { epoch, holder, renewals, isLocked: locked === 1 };
}

export function writeLead(queries: Queries, { isLocked, ...columns }: Lead): void {
  queries.run(from.updateTable('lead').set({ ...columns, locked: Number(isLocked) }));
}
