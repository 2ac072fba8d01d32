import { expect } from 'vitest';
import { caseOf, type CaseBench, type CaseSuite } from './case-bench';

const id = 'checks';

const cell = `
const checked = (name, options, result) => {
  const made = asset({ name }, () => [1, 2]);
  return [
    made,
    asset({ name: name + '_down', ins: { made } }, ({ made }) => made.length),
    assetCheck({ asset: made, name: 'good', ins: { made }, ...options }, result),
  ];
};
const fails = (severity) => () => new AssetCheckResult({ passed: false, ...(severity && { severity }) });
export const blockingWarn = checked('blockingWarn', { blocking: true }, fails('WARN'));
export const blockingError = checked('blockingError', { blocking: true }, fails());
export const plainError = checked('plainError', {}, fails());
export const plainWarn = checked('plainWarn', {}, fails('WARN'));
export const passes = checked('passes', { blocking: true }, ({ made }) => made.length === 2);
export const throws = checked('throws', { blocking: true }, () => { throw new Error('cannot look'); });
export const inside = asset({ checkSpecs: [new AssetCheckSpec({ name: 'own', blocking: true })] }, () =>
  new MaterializeResult({ value: 1, checkResults: [new AssetCheckResult({ passed: false, checkName: 'own' })] }));
export const inside_down = asset({ ins: { inside } }, ({ inside }) => inside);
export const burnt = asset(() => { throw new Error('burnt'); });
export const ofBurnt = assetCheck({ asset: burnt, name: 'of_burnt' }, () => true);
export const beside = asset(() => 1);
export const needsBurnt = assetCheck({ asset: beside, name: 'needs_burnt', additionalDeps: [burnt] }, () => true);
`;

async function course({ run }: CaseBench, name: string) {
  const { status, events, log } = await run(id, { selection: `${name} or ${name}_down` });
  const evaluation = events.find(({ type }) => type === 'ASSET_CHECK_EVALUATION');
  return {
    status,
    log,
    evaluation: evaluation?.type === 'ASSET_CHECK_EVALUATION' ? evaluation.data : undefined,
    down: log(`${name}_down`).at(-1),
  };
}

/** How the run ends, and its last events of the check and of what is downstream. */
const ends =
  (name: string, status: string, check: string, down: string) =>
  async (bench: CaseBench): Promise<void> => {
    const ended = await course(bench, name);
    expect([ended.status, ended.log(`${name}_good`).at(-1), ended.down]).toEqual([status, check, down]);
    expect(ended.evaluation?.passed).toBe(status === 'SUCCESS' && name === 'passes');
  };

export const checks: CaseSuite = {
  topic: 'checks',
  notebook: [id, cell],
  cases: {
    async 'ck-03-blocking-warn'(bench) {
      const { status, evaluation, down } = await course(bench, 'blockingWarn');
      expect(status).toBe(caseOf('ck-03-blocking-warn').expect.run);
      expect(evaluation).toMatchObject({ passed: false, severity: 'WARN', blocking: true });
      expect(down).toBe('STEP_SUCCESS');
    },
    'blocking and ERROR: downstream does not run': ends(
      'blockingError',
      'FAILURE',
      'STEP_FAILURE',
      'STEP_ABANDONED',
    ),
    'not blocking and ERROR: the run succeeds': ends('plainError', 'SUCCESS', 'STEP_SUCCESS', 'STEP_SUCCESS'),
    'not blocking and WARN: the run succeeds': ends('plainWarn', 'SUCCESS', 'STEP_SUCCESS', 'STEP_SUCCESS'),
    'blocking and passed: downstream runs after it': ends(
      'passes',
      'SUCCESS',
      'STEP_SUCCESS',
      'STEP_SUCCESS',
    ),
    async 'a check that throws fails its step, and what waits for it'(bench) {
      const { status, log, evaluation, down } = await course(bench, 'throws');
      expect([status, log('throws_good').at(-1), evaluation, down]).toEqual([
        'FAILURE',
        'STEP_FAILURE',
        undefined,
        'STEP_ABANDONED',
      ]);
    },
    async 'a blocking check that the asset itself answers fails its step, after the materialization'(bench) {
      const { status, log, down } = await course(bench, 'inside');
      expect([status, down]).toEqual(['FAILURE', 'STEP_ABANDONED']);
      expect(log('inside')).toEqual(
        expect.arrayContaining(['ASSET_MATERIALIZATION', 'ASSET_CHECK_EVALUATION']),
      );
      expect(log('inside').at(-1)).toBe('STEP_FAILURE');
    },
    async 'a check of what failed, or that needs what failed, is not evaluated'({ run }) {
      const { log } = await run(id, { selection: 'burnt or beside' });
      expect([log('burnt_of_burnt'), log('beside_needs_burnt')]).toEqual([
        ['STEP_ABANDONED'],
        ['STEP_ABANDONED'],
      ]);
      expect(log('beside').at(-1)).toBe('STEP_SUCCESS');
    },
    async 'checks are planned when the run begins, and evaluations say what they judged'({ run, instance }) {
      const { events, run: made } = await run(id, { selection: 'passes' });
      const planned = events.filter(({ type }) => type === 'ASSET_CHECK_EVALUATION_PLANNED');
      expect(planned.map(({ assetKey }) => assetKey)).toEqual(['passes']);
      const [status] = await instance.checks('passes');
      expect(status!.latest!.data.target?.runId).toBe(made.id);
    },
  },
};
