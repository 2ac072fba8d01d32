import { storePath } from '../../artifacts/store-path';
import { DagbookError, revivedError } from '../../base/errors';
import type { PathStore, PathStoreName } from '../../definitions/io-manager';
import { limits } from '../boundary/limits';
import type { FileAnswer, FileRequest } from '../boundary/wire';
import type { IsolateFiles } from '../isolate';
import { openQuestions } from './open-questions';

type Wish = FileRequest extends infer Request
  ? Request extends FileRequest
    ? Omit<Request, 'file'>
    : never
  : never;

/**
 * Asks the host by `post`, within what it allows: so many wishes at a time, the others wait. Bytes that are written
 * are copied. Who hears the host's answers hands them to `answered`; `renew` begins to count anew.
 */
export function askHost(
  post: (request: FileRequest, transfer: ArrayBuffer[]) => void,
): IsolateFiles & { answered(answer: FileAnswer): void; renew(): void } {
  const questions = openQuestions<FileAnswer>(limits.openFiles);
  let asked = 0;
  let written = 0;

  async function ask(wish: Wish, transfer: ArrayBuffer[] = []): Promise<unknown> {
    if (++asked > limits.files) throw tooMuch(`${limits.files} files`);
    const answer = await questions.ask((file) => post({ file, ...wish }, transfer));
    if ('error' in answer) throw revivedError(answer.error);
    return answer.value;
  }

  const store = (name: PathStoreName): PathStore => ({
    read: async (path) =>
      (await ask({ wish: 'read', store: name, path: storePath(path) })) as Uint8Array | undefined,
    async write(path, bytes) {
      written += bytes.length;
      if (written > limits.stored) throw tooMuch(`${limits.stored} bytes`);
      const own = new Uint8Array(bytes);
      await ask({ wish: 'write', store: name, path: storePath(path), bytes: own }, [own.buffer]);
    },
    remove: async (path) => void (await ask({ wish: 'remove', store: name, path: storePath(path) })),
    list: async (prefix) =>
      (await ask({ wish: 'list', store: name, path: String(prefix).slice(0, limits.path) })) as string[],
  });

  return {
    answered: (answer) => questions.answered(answer.file, answer),
    readAttachment: async (path) =>
      (await ask({ wish: 'attachment', path: String(path).slice(0, limits.path) })) as Uint8Array,
    store,
    renew() {
      asked = 0;
      written = 0;
    },
  };
}

const tooMuch = (most: string) =>
  new DagbookError(`A step may ask the host for ${most} at most`, {
    name: 'TooManyFiles',
    remedy: 'Split the step, or keep many small things in one file.',
  });
