import { DagbookError } from '../../base/errors';
import type { FileAnswer, FileRequest } from '../boundary/wire';
import type { ReadAttachment } from '../isolate';

/** Reads attached files by asking the host over the data port. */
export function fileReader(data: MessagePort): ReadAttachment {
  const open = new Map<number, (answer: FileAnswer) => void>();
  let asked = 0;
  data.onmessage = ({ data: answer }: MessageEvent<FileAnswer>) => {
    open.get(answer.file)?.(answer);
    open.delete(answer.file);
  };
  return (path) =>
    new Promise((resolve, reject) => {
      const request: FileRequest = { file: ++asked, path };
      open.set(request.file, (answer) => {
        if ('bytes' in answer) return resolve(answer.bytes);
        const { message, name, remedy } = answer.error;
        reject(new DagbookError(message, { name, remedy }));
      });
      data.postMessage(request);
    });
}
