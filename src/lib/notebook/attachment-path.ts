/** What is wrong with the path of an attached file: it must stay below the notebook's folder on every system. */
export function wrongAttachmentPath(path: string): string | undefined {
  if (path === '') return 'the path is empty';
  if (path.includes('\\')) return `"${path}" has a backslash`;
  if (path.startsWith('/') || /^[a-z][a-z0-9+.-]*:/i.test(path)) return `"${path}" is not relative`;
  if (/[\0-\x1f\x7f]/.test(path) || !path.isWellFormed())
    return `${JSON.stringify(path)} has a control character`;
  if (path.split('/').some((part) => part === '' || part === '.' || part === '..'))
    return `"${path}" has an empty part, "." or ".."`;
  return undefined;
}

/** What is wrong with an entry of `attachments`. */
export function checkAttachment(path: string, hash: unknown): string | undefined {
  const wrong = wrongAttachmentPath(path);
  if (wrong) return wrong;
  return typeof hash === 'string' && /^[0-9a-f]{64}$/.test(hash)
    ? undefined
    : `"${path}" has no SHA-256 (64 hex digits)`;
}
