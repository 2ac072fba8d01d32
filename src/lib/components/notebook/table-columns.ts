import type { ValueCalls } from '../../instance/value-calls';
import type { AssetStatus } from '../../instance/instance';
import { columnRows } from '../assets/column-lineage';

/** Columns of values that were looked at, by content. */
const known = new Map<string, Promise<readonly string[]>>();

/** The columns of an asset as a table: what its metadata says, else what its newest value has; none where it has neither. */
export async function tableColumns(
  status: AssetStatus | undefined,
  instance: Pick<ValueCalls, 'viewValue'>,
): Promise<readonly string[]> {
  if (!status) return [];
  const described = columnRows(status, []).map(({ name }) => name);
  const value = status.latest?.data.value;
  if (described.length > 0 || !value) return described;
  const columns = known.get(value.hash) ?? columnsOf(instance.viewValue(value));
  known.set(value.hash, columns);
  return columns;
}

async function columnsOf(view: ReturnType<ValueCalls['viewValue']>): Promise<readonly string[]> {
  const seen = await view.catch(() => undefined);
  return seen?.type === 'table' ? seen.columns.map(({ name }) => name) : [];
}
