import { DagbookError, serializeError } from '../../base/errors';
import type { IsolateFiles } from '../isolate';
import { limits } from './limits';
import type { FileAnswer, FileRequest } from './wire';

/**
 * Answers an isolate's wishes for attached files and for what is in path stores. Only paths in the attachments of the
 * notebook it was last given are handed on to `readAttachment`. Throws where it asks for more than `limits` allow.
 */
export function answerFiles(
  { readAttachment, store }: IsolateFiles,
  answer: (answer: FileAnswer, transfer: ArrayBuffer[]) => void,
) {
  let attached = new Set<string>();
  let asked = 0;
  let written = 0;
  let open = 0;

  async function valueOf(request: FileRequest): Promise<Uint8Array | readonly string[] | undefined> {
    const { path } = request;
    switch (request.wish) {
      case 'attachment':
        return attachment(path);
      case 'read':
        return store(request.store).read(path);
      case 'list':
        return store(request.store).list(path);
      case 'remove':
        return void (await store(request.store).remove(path));
      case 'write':
        return void (await store(request.store).write(path, request.bytes));
    }
  }

  async function attachment(path: string): Promise<Uint8Array> {
    if (attached.has(path)) return new Uint8Array(await readAttachment(path));
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
      written = 0;
    },
    async request(request: FileRequest): Promise<void> {
      const { file } = request;
      if (++asked > limits.files || ++open > limits.openFiles) throw new Error('too many files');
      if (request.wish === 'write') written += request.bytes.length;
      if (written > limits.stored) throw new Error('too many bytes written');
      try {
        const value = await valueOf(request);
        answer({ file, value }, value instanceof Uint8Array ? [value.buffer as ArrayBuffer] : []);
      } catch (error) {
        answer({ file, error: serializeError(error) }, []);
      } finally {
        open--;
      }
    },
  };
}
