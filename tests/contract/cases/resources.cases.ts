import { expect } from 'vitest';
import { caseOf, type CaseBench, type CaseSuite } from './case-bench';

const id = 'resources';

const cell = `
// What goes wrong in tearing down is said and fails nothing: so its order can be seen.
const made = (name, value) => resource({ requires: value > 1 ? ['r1'] : [] }, function* ({ log }) {
  log.info(name + ' setup'); yield value; throw new Error(name + ' teardown');
});
export const r1 = made('r1', 1);
export const r2 = made('r2', 2);
export const unused = resource(({ log }) => log.info('unused setup'));
export const broken = resource(() => { throw new Error('no connection'); });
const uses = op({ resources: ['r2'] }, (_, { resources, log }) => { log.info('op'); return resources.r2; });
const needsBroken = op({ resources: ['broken'] }, () => 1);
const other = op(() => 1);
export const inOrder = job(() => { uses(); });
export const failing = job(() => { needsBroken(); other(); });
`;

const job = ({ run }: CaseBench, jobName: string, more = {}) => run(id, { jobName, ...more });

export const resources: CaseSuite = {
  topic: 'resources',
  notebook: [id, cell],
  cases: {
    async 'ev-23-resource-order'(bench) {
      const { status, said, value, events } = await job(bench, 'inOrder');
      const torn = events.flatMap(
        ({ type, message }) => (type === 'ENGINE_EVENT' && /r\d teardown/.exec(message)?.[0]) || [],
      );
      const { calls } = caseOf('ev-23-resource-order').expect;
      expect([status, [...said(), ...torn], await value('uses')]).toEqual(['SUCCESS', calls, 2]);
    },
    async 'a resource that cannot be made: no step of a run in process starts'(bench) {
      const { status, log } = await job(bench, 'failing');
      expect([status, log()]).toEqual([
        'FAILURE',
        ['RUN_START', 'ENGINE_EVENT', 'RESOURCE_INIT_STARTED', 'RESOURCE_INIT_FAILURE', 'RUN_FAILURE'],
      ]);
    },
    async 'a resource that cannot be made: with workers its step fails, others go on'(bench) {
      const { status, log } = await job(bench, 'failing', { executor: { type: 'multiprocess' } });
      expect([status, log('needsBroken').at(-1), log('other').at(-1)]).toEqual([
        'FAILURE',
        'STEP_FAILURE',
        'STEP_SUCCESS',
      ]);
    },
  },
};
