/** A name as one of a file or folder, on any system: what some systems do not take becomes `%XX`. */
export const encodeName = (name: string): string =>
  // eslint-disable-next-line no-control-regex
  name.replace(/[\0-\x1f"%*/:<>?\\|]|^\.+$|[. ]$/g, (found) =>
    [...found].map((char) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`).join(''),
  );

/** The name that `encodeName` was given. */
export const decodeName = (encoded: string): string =>
  encoded.replace(/%([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
