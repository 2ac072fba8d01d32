import type { Contract, Place } from '../contract/contract';

export interface CaseRequest {
  readonly implementation: string;
  readonly name: string;
  /** A name for the case's data that no other case has. */
  readonly folder: string;
}

type RunCase = (name: string, folder: string) => Promise<void>;

/** How to run the cases of a contract for one implementation; `open` opens what is kept in a folder. */
export function casesOf<Subject>(
  cases: Contract<Place<Subject>>,
  open: (folder: string) => Promise<Subject>,
): RunCase {
  return async (name, folder) => {
    const opened: Subject[] = [];
    const place = {
      async open() {
        opened.push(await open(folder));
        return opened.at(-1)!;
      },
    };
    await cases[name]!(place);
    for (const subject of opened) await (subject as { close?(): unknown }).close?.();
  };
}

/** The worker's side: runs the cases that the page names, and answers with the error's text, or with none. */
export function answerCases(implementations: Readonly<Record<string, RunCase>>): void {
  self.onmessage = ({ data: { implementation, name, folder } }: MessageEvent<CaseRequest>) =>
    implementations[implementation]!(name, folder).then(
      () => self.postMessage(''),
      (error: Error) => self.postMessage(`${error.message}\n${error.stack}`),
    );
}

/** The page's side: runs one case in a worker and throws what it threw. */
export async function runInWorker(worker: Worker, request: CaseRequest): Promise<void> {
  const error = await new Promise<string>((resolve) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => resolve(`The worker failed: ${message}`);
    worker.postMessage(request);
  });
  if (error) throw new Error(error);
}
