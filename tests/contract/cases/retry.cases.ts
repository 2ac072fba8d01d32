import { expect } from 'vitest';
import { caseOf, type CaseBench, type CaseSuite } from './case-bench';

const id = 'retry';
const expected = (name: string) => caseOf(name).expect;

const cell = `
const boom = () => { throw new Error('boom'); };
const two = new RetryPolicy({ maxRetries: 2 });
const always = op({ retryPolicy: two }, boom);
const once = op({ retryPolicy: two }, (_, { retryNumber }) => (retryNumber === 0 ? boom() : 1));
const refused = op({ retryPolicy: new RetryPolicy({ maxRetries: 5 }) }, () => {
  throw new Failure({ description: 'no use', allowRetries: false });
});
const asks = op((_, { retryNumber }) => {
  if (retryNumber < 2) throw new RetryRequested({ maxRetries: 2 });
  return retryNumber;
});
const asksOn = op(() => { throw new RetryRequested({ maxRetries: 1 }); });
const plain = op((_, { retryNumber }) => (retryNumber === 0 ? boom() : 1));
const source = op(() => 7);
const reads = op({ retryPolicy: new RetryPolicy() }, ({ n }, { retryNumber }) => (retryNumber === 0 ? boom() : n));
export const exhausted = job(() => { always(); });
export const ok = job(() => { once(); });
export const noRetry = job(() => { refused(); });
export const requested = job(() => { asks(); });
export const requestedInVain = job(() => { asksOn(); });
export const byJob = job({ retryPolicy: new RetryPolicy() }, () => { plain(); });
export const opOverJob = job({ retryPolicy: new RetryPolicy({ maxRetries: 9 }) }, () => { always(); });
export const byInvocation = job(() => { always.withRetryPolicy(new RetryPolicy({ maxRetries: 1 }))(); });
export const rereads = job(() => { reads({ n: source() }); });
export const again = asset({ retryPolicy: new RetryPolicy() }, (_, { retryNumber }) => (retryNumber === 0 ? boom() : 'made'));
`;

const job = ({ run }: CaseBench, jobName: string, more = {}) => run(id, { jobName, ...more });

const ends = (name: string, jobName: string, step: string, status: string) => async (bench: CaseBench) => {
  const course = await job(bench, jobName);
  expect([course.log(step), course.status]).toEqual([expected(name).events_for_step, status]);
};

const retries = (log: readonly string[]) => log.filter((type) => type === 'STEP_RESTARTED').length;

export const retry: CaseSuite = {
  topic: 'retries',
  notebook: [id, cell],
  cases: {
    'ret-16-exhaust': ends('ret-16-exhaust', 'exhausted', 'always', 'FAILURE'),
    'ret-17-ok': ends('ret-17-ok', 'ok', 'once', 'SUCCESS'),
    'ret-18-no-retry': ends('ret-18-no-retry', 'noRetry', 'refused', 'FAILURE'),
    async 'ev-19-multiprocess-retry'(bench) {
      const { log } = await job(bench, 'rereads', { executor: { type: 'multiprocess' } });
      const { order } = expected('ev-19-multiprocess-retry');
      const own = log('reads');
      expect(own.filter((type) => order.includes(type)).slice(2)).toEqual(order);
      const inputs = own.filter((type) => type === 'LOADED_INPUT');
      expect([inputs.length, own.at(-1)]).toEqual([2, 'STEP_SUCCESS']);
    },
    async 'RetryRequested needs no policy, and counts its own retries'(bench) {
      const { status, log, value } = await job(bench, 'requested');
      expect([status, retries(log('asks')), await value('asks')]).toEqual(['SUCCESS', 2, 2]);
      const vain = await job(bench, 'requestedInVain');
      expect([vain.status, retries(vain.log('asksOn')), vain.log('asksOn').at(-1)]).toEqual([
        'FAILURE',
        1,
        'STEP_FAILURE',
      ]);
    },
    async 'invocation over op over job'(bench) {
      expect(retries((await job(bench, 'byJob')).log('plain'))).toBe(1);
      expect(retries((await job(bench, 'opOverJob')).log('always'))).toBe(2);
      expect(retries((await job(bench, 'byInvocation')).log('always'))).toBe(1);
    },
    async 'a step that is tried again makes its asset once'({ run }) {
      const { status, log, value } = await run(id, { selection: 'again' });
      expect([status, await value('again')]).toEqual(['SUCCESS', 'made']);
      expect(log('again').filter((type) => type === 'ASSET_MATERIALIZATION')).toHaveLength(1);
    },
  },
};
