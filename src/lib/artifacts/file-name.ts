/** A name as one of a file or folder, on any system: what some systems do not take becomes `%XX`. */
export const encodeName = (name: string): string =>
  // eslint-disable-next-line no-control-regex
  name.replace(/[\0-\x1f"%*/:<>?\\|]|^\.+$|[. ]$/g, (found) =>
    [...found].map((char) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`).join(''),
  );

/**
 * The same in ASCII alone, for OPFS: where the system's locale is not one of UTF-8, Chromium takes all signs that the
 * locale does not know for the same one.
 */
export const encodeNameAsAscii = (name: string): string =>
  encodeName(name).replace(
    /[^\x20-\x7e]/g,
    (unit) => `%u${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`,
  );

/** The name that `encodeName`, or `encodeNameAsAscii`, was given. */
export const decodeName = (encoded: string): string =>
  encoded.replace(/%(?:u([0-9A-F]{4})|([0-9A-F]{2}))/g, (_, unit?: string, sign?: string) =>
    String.fromCharCode(Number.parseInt(unit ?? sign!, 16)),
  );
