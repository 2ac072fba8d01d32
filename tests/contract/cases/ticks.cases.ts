import { expect } from 'vitest';
import type { CaseBench, CaseSuite } from './case-bench';

const id = 'ticks';

const cell = `
export const bread = asset(() => 'a loaf');
export const bake = defineAssetJob({ selection: [bread] });
const quick = { job: bake, evaluationTimeoutSeconds: 1 };
export const spins = sensor(quick, ({ cursor }) => {
  while (cursor === 'spin');
  return new SensorResult({ cursor: 'done' });
});
export const waits = schedule({ ...quick, cronSchedule: '0 0 * * *' }, () => new Promise(() => {}));
export const dies = sensor(quick, ({ cursor }) => {
  const post = MessagePort.prototype.postMessage;
  if (cursor !== 'die') return;
  MessagePort.prototype.postMessage = function (...said) { post.call(this, 'forged'); return post.apply(this, said); };
});
`;

const preview = ({ instance }: CaseBench, name: string, as?: { cursor?: string; at?: number }) =>
  instance.previewTick({ location: id, name }, as);

/** Evaluations of schedules and sensors, where isolates end. */
export const ticks: CaseSuite = {
  topic: 'ticks',
  notebook: [id, cell],
  cases: {
    async 'one that comes to no end is given up after its time, and the next one is evaluated'(bench) {
      for (const [name, cursor] of [
        ['spins', 'spin'],
        ['waits', undefined],
      ] as const)
        expect((await preview(bench, name, { cursor })).error).toMatchObject({
          name: 'TickTookTooLong',
          message: `The evaluation of ${name} took longer than 1 s and was ended`,
        });
      for (let times = 0; times < 5; times++)
        expect((await preview(bench, 'spins')).outcome).toMatchObject({ cursor: 'done' });
    },
    async 'one that ends its isolate is not the end of the others'(bench) {
      // Whether its own answer still counts is a matter of which message is read first.
      await preview(bench, 'dies', { cursor: 'die' }).catch(({ name }) =>
        expect(name).toBe('LocationUnreachable'),
      );
      expect((await preview(bench, 'dies')).outcome?.runRequests).toEqual([]);
    },
    async 'a run does not wait for a tick that has all the time'(bench) {
      const tick = preview(bench, 'spins', { cursor: 'spin' });
      expect((await bench.run(id, { jobName: 'bake' })).status).toBe('SUCCESS');
      expect((await tick).error).toBeDefined();
    },
  },
};
