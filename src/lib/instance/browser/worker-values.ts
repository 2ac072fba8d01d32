import { proxy, transfer, wrap } from 'comlink';
import type { ValueEngine } from '../../artifacts/view/value-engine';
import type { EncodedValue } from '../../artifacts/codec';
import type { StartValues } from '../values';
import type { EndableWorker } from './worker-parser';

/** Milliseconds without a question after which the worker is ended, and the memory of what it holds is free. */
const longestIdle = 120_000;

/** Looks into values in a worker (workers/values.ts) that is started when first needed. */
export function workerValues(startWorker: () => EndableWorker): StartValues {
  return (read) => {
    let running: { readonly engine: Promise<ValueEngine>; readonly end: () => void } | undefined;
    let asked = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;

    function start() {
      const worker = startWorker();
      const remote = wrap<{ connect(read: StartRead): ValueEngine }>(worker);
      return {
        engine: remote.connect(proxy(handOver)) as unknown as Promise<ValueEngine>,
        end: () => worker.terminate(),
      };
    }

    type StartRead = (...args: Parameters<typeof read>) => Promise<EncodedValue | undefined>;
    const handOver: StartRead = async (pointer) => {
      const value = await read(pointer);
      return value && transfer(value, [value.bytes.buffer]);
    };

    async function ask<Answer>(question: (engine: ValueEngine) => Promise<Answer>): Promise<Answer> {
      clearTimeout(timer);
      asked++;
      try {
        return await question(await (running ??= start()).engine);
      } finally {
        if (--asked === 0)
          timer = setTimeout(() => {
            running?.end();
            running = undefined;
          }, longestIdle);
      }
    }

    return {
      view: (...args) => ask((engine) => engine.view(...args)),
      lines: (...args) => ask((engine) => engine.lines(...args)),
      rows: (...args) => ask((engine) => engine.rows(...args)),
      summary: (...args) => ask((engine) => engine.summary(...args)),
      compare: (...args) => ask((engine) => engine.compare(...args)),
      describeFile: (path, bytes) =>
        ask((engine) => engine.describeFile(path, transfer(bytes, [bytes.buffer]))),
      export: (...args) => ask((engine) => engine.export(...args)),
    };
  };
}
