import type { AttachedFile } from '../../definitions/asset-execution-context';
import type { ReadAttachment } from '../../location/isolate';

/** A file that is read when one of its methods is called. */
export function attachedFile(path: string, readAttachment: ReadAttachment): AttachedFile {
  const bytes = () => readAttachment(path);
  const text = async () => new TextDecoder().decode(await bytes());
  return { path, bytes, text, json: async () => JSON.parse(await text()) };
}
