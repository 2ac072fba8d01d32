import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dagbookCommand } from './dagbook-command';

const { folder, dagbook, notebook } = dagbookCommand();

const imports = `import { asset, defineAssetJob, sensor, schedule, RunRequest, SkipReason } from 'dagbook';
const wait = (ms) => new Promise((done) => setTimeout(done, ms));`;
const file = notebook('clock', {
  imports,
  assets: `export const bell = asset(() => wait(300));
export const long = asset(() => wait(2500));
export const bells = defineAssetJob({ selection: 'key:bell' });`,
  ticks: `export const daily = schedule({ cronSchedule: '0 9 * * *', job: bells });
export const four = sensor({ job: bells, minimumIntervalSeconds: 1, defaultStatus: 'RUNNING' }, (context) => {
  const next = Number(context.cursor ?? 0) + 1;
  if (next > 4) return new SkipReason('all four have rung');
  context.updateCursor(String(next));
  return new RunRequest({ runKey: 'bell ' + next });
});
export const once = sensor({ job: bells, minimumIntervalSeconds: 1 }, () => new RunRequest({ runKey: 'once' }));`,
});

const json = ({ stdout }: { readonly stdout: string }) => JSON.parse(stdout);
const home = (name: string) => join(folder, name);
const count = (text: string, part: RegExp) => [...text.matchAll(part)].length;
const isOver = (text: string) =>
  text.includes('all four have rung') &&
  count(text, / {2}STARTED {2}/g) <= count(text, / {2}SUCCESS {2}bells/g);

/** A daemon that goes on until `stop`; `says` resolves when it has printed something. */
function daemon(at: string, ...words: string[]) {
  let printed = '';
  let stop: (signal?: NodeJS.Signals) => void = () => {};
  let check = () => {};
  const ended = dagbook(
    ['daemon', 'run', '-f', file, ...words],
    (text, interrupt) => {
      printed = text;
      stop = interrupt;
      check();
    },
    at,
  );
  const says = (part: RegExp | ((text: string) => boolean)) =>
    new Promise<void>((resolve) => {
      check = () => {
        if (typeof part === 'function' ? part(printed) : part.test(printed)) resolve();
      };
      check();
    });
  return { ended, says, stop: (signal?: NodeJS.Signals) => stop(signal) };
}

test('killed in the middle and started again, a daemon has lost and doubled nothing', async () => {
  const at = home('killed');
  const first = daemon(at);
  await first.says((text) => count(text, / {2}STARTED {2}/g) === 2);
  first.stop('SIGKILL');
  await first.ended;

  const second = daemon(at);
  await second.says(isOver);
  second.stop('SIGTERM');
  expect((await second.ended).status).toBe(0);
  const runs = json(await dagbook(['run', 'list', '--json'], undefined, at)) as {
    status: string;
    tags: Record<string, string>;
  }[];
  expect(runs.map(({ tags, status }) => `${tags['dagster/run_key']} ${status}`).sort()).toEqual(
    [1, 2, 3, 4].map((bell) => `bell ${bell} SUCCESS`),
  );
});

test('other processes command a daemon that leads', async () => {
  const at = home('commanded');
  const leading = daemon(at);
  await leading.says(isOver);
  const command = (...words: string[]) => dagbook(words, undefined, at);

  const run = await command('asset', 'materialize', '-f', file, '--select', 'key:bell', '--json');
  expect(json(run)).toMatchObject({ status: 'SUCCESS' });
  expect(json(await command('sensor', 'start', 'once', '--json'))).toEqual([
    { location: 'clock', name: 'once', status: 'RUNNING' },
  ]);
  await leading.says(/sensor once of clock {2}SUCCESS {2}launched/);

  const long = command('asset', 'materialize', '-f', file, '--select', 'key:long', '--json');
  await leading.says((text) => count(text, /STARTED {2}__ASSET_JOB/g) === 2);
  const [{ runId }] = json(await command('run', 'list', '--status', 'STARTED', '--json'));
  expect((await command('run', 'cancel', runId)).stdout).toMatch(/CANCEL/);
  expect(json(await long)).toMatchObject({ status: 'CANCELED' });

  const sound = readFileSync(file, 'utf8');
  writeFileSync(file, `${sound}\nexport const broken = (`);
  await leading.says(/notebook clock {2}BROKEN/);
  expect(json(await command('schedule', 'list', '--json'))).toMatchObject([{ name: 'daily' }]);
  writeFileSync(file, sound.replace("'0 9 * * *'", "'0 10 * * *'"));
  await leading.says(/notebook clock {2}RELOADED/);
  expect((await command('schedule', 'list')).stdout).toContain('0 10 * * *');
  leading.stop();
  expect((await leading.ended).status).toBe(0);
});

test('a daemon that is told to end hands its run over to the one that waits', async () => {
  const at = home('handed');
  const first = daemon(at);
  await first.says(/notebook clock {2}LOADED/);
  const second = daemon(at, '--json');
  await second.says(/"WAITING"/);
  const run = dagbook(['asset', 'materialize', '-f', file, '--select', 'key:long', '--json'], undefined, at);
  await first.says(/STARTED {2}__ASSET_JOB/);
  first.stop('SIGTERM');
  expect((await first.ended).status).toBe(0);
  expect(json(await run)).toMatchObject({ status: 'SUCCESS', steps: [{ key: 'long', status: 'SUCCESS' }] });
  await second.says(/"LEADING"/);
  second.stop('SIGTERM');
  expect((await second.ended).status).toBe(0);
});

test('a workspace that is wrong says the line', async () => {
  writeFileSync(join(folder, 'wrong.yaml'), 'load_from:\n  - notebook: missing.nb.ts\n');
  const missing = await dagbook(['daemon', 'run', '-w', 'wrong.yaml']);
  expect(missing).toMatchObject({ status: 2, stderr: expect.stringContaining('missing.nb.ts') });
  writeFileSync(join(folder, 'wrong.yaml'), 'load_from:\n  - notebok: a.nb.ts\n');
  const unknown = await dagbook(['daemon', 'run', '-w', 'wrong.yaml']);
  expect(unknown.stderr).toContain('wrong.yaml, line 2: There is no setting notebok');
});
