import type { Instance } from '$lib/instance/instance';
import { alignColumns } from '../align-columns';
import { withHistory } from '../open-instance';
import { UsageError } from '../usage-error';
import { historyFileOption, jsonOption, type OptionValues, type Verb } from '../verb';

const none = 'none';

export const instanceConcurrency: Verb = {
  name: 'instance concurrency',
  summary: 'Show or set how much may run at once: runs, and the slots of pools',
  details: 'POOL names the pool that --limit is of. Where dagbook.yaml says the settings, change that.',
  argument: '[POOL]',
  options: {
    file: historyFileOption,
    limit: { type: 'string', value: 'N', help: `The slots of POOL; ${none}: the default limit` },
    'max-concurrent-runs': { type: 'string', value: 'N', help: `Runs at once; ${none}: no limit` },
    json: jsonOption,
  },
  run({ file, limit, 'max-concurrent-runs': runs, json }, pool) {
    if ((pool === undefined) !== (limit === undefined))
      throw new UsageError('A pool and --limit belong together', {
        remedy: 'dagbook instance concurrency POOL --limit N',
      });
    const [slots, most] = [numberOf('limit', limit), numberOf('max-concurrent-runs', runs)];
    return withHistory(file as string | undefined, async ({ instance }) => {
      if (runs !== undefined) await setMaxConcurrentRuns(instance, most ?? -1);
      if (pool !== undefined) await instance.setPoolLimit(pool, slots);
      const { runs: ofRuns, pools } = (await instance.settings()).concurrency;
      const { maxConcurrentRuns } = ofRuns;
      if (json) console.log(JSON.stringify({ maxConcurrentRuns, pools }, undefined, 2));
      else
        console.log(
          alignColumns([
            ['Runs', maxConcurrentRuns < 0 ? none : String(maxConcurrentRuns)],
            ['Pools by default', String(pools.defaultLimit ?? none)],
            ...Object.entries(pools.limits).map(([name, slots]) => [`Pool ${name}`, String(slots)]),
          ]).join('\n'),
        );
      return 0;
    });
  },
};

async function setMaxConcurrentRuns(instance: Instance, maxConcurrentRuns: number): Promise<void> {
  const { concurrency, ...others } = await instance.settings();
  const runs = { ...concurrency.runs, maxConcurrentRuns };
  await instance.setSettings({ ...others, concurrency: { ...concurrency, runs } });
}

function numberOf(option: string, given: OptionValues[string]): number | undefined {
  if (given === undefined || given === none) return undefined;
  if (!/^\d+$/.test(String(given)))
    throw new UsageError(`--${option} takes a number from 0 or ${none}, not '${String(given)}'`);
  return Number(given);
}
