import { DagbookError } from '../base/errors';

/** What a function that sets something up has answered. */
export interface SetUp {
  readonly value: unknown;
  /** What a generator does after its `yield`. */
  readonly tearDown?: () => Promise<void>;
}

/** The value that is returned, promised, or yielded by a generator, sync or async. */
export async function setUpValue(returned: unknown): Promise<SetUp> {
  const made: unknown = await returned;
  if (!isGenerator(made)) return { value: made };
  const first = await made.next();
  if (first.done) return { value: first.value };
  return {
    value: first.value,
    async tearDown() {
      const { done } = await made.next();
      if (done) return;
      await made.return(undefined);
      throw new DagbookError('It yielded a second time', {
        name: 'InvalidResource',
        remedy: 'Yield once: the value before, what cleans up after it.',
      });
    },
  };
}

const isGenerator = (value: unknown): value is AsyncGenerator<unknown> | Generator<unknown> =>
  /^\[object (Async)?Generator\]$/.test(Object.prototype.toString.call(value));
