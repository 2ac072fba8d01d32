import type { Contract, Place } from '../contract/contract';

interface Implementation<Subject> {
  readonly cases: Contract<Place<Subject>>;
  /** Opens what is kept in `folder`, an OPFS folder or whatever has a name. */
  readonly open: (folder: string) => Promise<Subject>;
}

export interface CaseRequest {
  readonly implementation: string;
  readonly name: string;
  readonly folder: string;
}

/** The worker's side: runs the cases that the page names. `error` is empty where the case passed. */
export function answerCases<Subject>(
  implementations: Readonly<Record<string, Implementation<Subject>>>,
): void {
  self.onmessage = async ({ data }: MessageEvent<CaseRequest>) => {
    const { cases, open } = implementations[data.implementation]!;
    const opened: Subject[] = [];
    const place = {
      async open() {
        opened.push(await open(data.folder));
        return opened.at(-1)!;
      },
    };
    try {
      await cases[data.name]!(place);
      for (const subject of opened) await (subject as { close?(): unknown }).close?.();
      self.postMessage('');
    } catch (error) {
      self.postMessage(`${(error as Error).message}\n${(error as Error).stack}`);
    }
  };
}

/** The page's side: runs one case in a fresh worker and throws what it threw. */
export async function runInWorker(worker: Worker, request: CaseRequest): Promise<void> {
  try {
    const error = await new Promise<string>((resolve) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = ({ message }) => resolve(`The worker failed: ${message}`);
      worker.postMessage(request);
    });
    if (error) throw new Error(error);
  } finally {
    worker.terminate();
  }
}
