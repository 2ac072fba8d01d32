import { uuidv7 } from 'uuidv7';

/** A new run id: a UUID whose text order is its time order. */
export const newRunId = (): string => uuidv7();

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** `length` random characters of Crockford's base32, for ids that people see in files and links. */
export function randomId(length = 8): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(length)), (byte) => alphabet[byte % 32]).join('');
}
