import { DagbookError, serializeError } from '../../base/errors';
import type { ReadAttachment } from '../isolate';
import { limits } from './limits';
import type { FileAnswer, FileRequest } from './wire';

/**
 * Answers an isolate's wishes for attached files. Only paths in the attachments of the notebook it was last given are
 * handed on to `read`. Throws where it asks for more than `limits` allow.
 */
export function answerFiles(
  read: ReadAttachment,
  answer: (answer: FileAnswer, transfer: ArrayBuffer[]) => void,
) {
  let attached = new Set<string>();
  let asked = 0;
  let open = 0;

  async function bytesOf(path: string): Promise<Uint8Array<ArrayBuffer>> {
    if (attached.has(path)) return new Uint8Array(await read(path));
    throw new DagbookError(`No file "${path}" is attached to this notebook`, {
      name: 'AttachmentNotFound',
      remedy: attached.size
        ? `Attached are: ${[...attached].slice(0, 20).join(', ')}.`
        : 'Attach the file to the notebook first.',
    });
  }

  return {
    attach(attachments: Readonly<Record<string, string>>) {
      attached = new Set(Object.keys(attachments));
    },
    /** A step has ended. */
    renew() {
      asked = 0;
    },
    async request({ file, path }: FileRequest): Promise<void> {
      if (++asked > limits.files || ++open > limits.openFiles) throw new Error('too many files');
      try {
        const bytes = await bytesOf(path);
        answer({ file, bytes }, [bytes.buffer]);
      } catch (error) {
        answer({ file, error: serializeError(error) }, []);
      } finally {
        open--;
      }
    },
  };
}
