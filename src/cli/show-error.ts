import type { SerializedError } from '$lib/base/errors';

/** An error in two lines at most: what and where, then what to do. */
export function showError({ name, message, remedy, at }: SerializedError): string {
  const where = [at?.file, at?.cell && `cell ${at.cell}`, at?.line && `line ${at.line}`]
    .filter(Boolean)
    .join(', ');
  // An error of the user's own code is known by its name; ours say all in the message.
  const what = remedy || name === 'Error' || /^\w*Error: /.test(message) ? message : `${name}: ${message}`;
  return `${where ? `${where}: ` : ''}${what}${remedy ? `\n  ${remedy}` : ''}`;
}
