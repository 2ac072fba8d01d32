/** The ids from one end to the other, both included; only `head` where the other end is not among them. */
export function cellRange(
  ids: readonly string[],
  anchor: string | undefined,
  head: string | undefined,
): ReadonlySet<string> {
  const ends = [ids.indexOf(head ?? ''), ids.indexOf(anchor ?? head ?? '')];
  if (ends.includes(-1)) return oneCell(head);
  return new Set(ids.slice(Math.min(...ends), Math.max(...ends) + 1));
}

export const oneCell = (id: string | undefined): ReadonlySet<string> => new Set(id ? [id] : []);
