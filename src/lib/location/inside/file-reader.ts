import { DagbookError } from '../../base/errors';
import type { FileAnswer, FileRequest } from '../boundary/wire';
import type { ReadAttachment } from '../isolate';

/** Reads attached files by asking the host by `post`; who hears its answers hands them to `answered`. */
export function fileReader(post: (request: FileRequest) => void): {
  readonly readFile: ReadAttachment;
  readonly answered: (answer: FileAnswer) => void;
} {
  const open = new Map<number, (answer: FileAnswer) => void>();
  let asked = 0;
  return {
    answered(answer) {
      open.get(answer.file)?.(answer);
      open.delete(answer.file);
    },
    readFile: (path) =>
      new Promise((resolve, reject) => {
        const request: FileRequest = { file: ++asked, path };
        open.set(request.file, (answer) => {
          if ('bytes' in answer) return resolve(answer.bytes);
          const { message, name, remedy } = answer.error;
          reject(new DagbookError(message, { name, remedy }));
        });
        post(request);
      }),
  };
}
