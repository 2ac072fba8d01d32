import type { Instance } from '../../instance/instance';

const pageSize = 20_000;

/** The log of a run as JSON lines, page by page. */
export async function* runLogLines(
  instance: Pick<Instance, 'runEvents'>,
  runId: string,
): AsyncGenerator<string> {
  for (let after = 0; ;) {
    const events = await instance.runEvents(runId, { after, limit: pageSize });
    yield events.map((event) => `${JSON.stringify(event)}\n`).join('');
    if (events.length < pageSize) return;
    after = events.at(-1)!.id;
  }
}
