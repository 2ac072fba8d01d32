import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { ended, notebookThatImports, openHome } from '../../fixtures/open-home';

const secret = 'hunter2/"quoted"\nsecret';
const forms = [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)];

const names =
  'asset, assetCheck, AssetCheckResult, AssetMaterialization, AssetSpec, defineAssetJob, EnvVar, job, MaterializeResult, MetadataValue, op, resource, schedule, sensor, SensorResult, SkipReason';
/** Each thing that people write into the record, with the secret in it. */
const notebook = notebookThatImports(
  names,
  `import { z } from 'zod';
export const token = resource({ configSchema: z.object({ value: z.string() }), config: { value: new EnvVar('DAGBOOK_TEST_SECRET') } }, ({ config }) => config.value);
const withToken = { token };
const all = (text) => [text, JSON.stringify({ text }), 'https://host/?q=' + encodeURIComponent(text)].join(' ');
export const outside = new AssetSpec('outside');`,
  `export const told = asset({ resources: withToken }, async (_, context) => {
  const text = all(context.resources.token);
  context.log.info('log ' + text);
  console.log('printed', text);
  console.error({ nested: [text] });
  await context.instance.reportRunlessAssetEvent(new AssetMaterialization({ assetKey: 'outside', description: text, metadata: { text }, tags: { a: 'b' } }));
  return new MaterializeResult({ value: 1, metadata: { text, md: MetadataValue.md(text), json: MetadataValue.json({ deep: [text] }), url: MetadataValue.url('https://host/?q=' + encodeURIComponent(context.resources.token)) } });
});
export const isTold = assetCheck({ asset: told, resources: withToken }, (context) => new AssetCheckResult({ passed: true, description: all(context.resources.token), metadata: { text: all(context.resources.token) } }));
export const fails = asset({ resources: withToken }, (_, context) => { throw new Error(all(context.resources.token), { cause: new TypeError(context.resources.token) }); });`,
  `const named = op({ configSchema: z.object({ word: z.string() }) }, (_, { config, log }) => { log.info(all(config.word)); throw new Error(config.word); });
export const work = job({ config: { ops: { named: { config: { word: new EnvVar('DAGBOOK_TEST_SECRET') } } } } }, () => { named(); });
const counted = op({ configSchema: z.object({ count: z.int() }) }, () => 1);
export const wrong = job({ config: { ops: { counted: { config: { count: new EnvVar('DAGBOOK_TEST_SECRET') } } } } }, () => { counted(); });
const inLaunch = op({ configSchema: z.object({ word: z.string() }) }, (_, { config, instance, log }) => {
  log.info(all(config.word));
  return instance.reportRunlessAssetEvent(new AssetMaterialization({ assetKey: 'outside', description: all(config.word), metadata: { text: all(config.word) } }));
});
export const given = job(() => { inLaunch(); });`,
  `const often = { job: 'work', minimumIntervalSeconds: 30, defaultStatus: 'RUNNING', resources: withToken };
export const logs = sensor(often, (context) => { context.log.info(all(context.resources.token)); console.log(all(context.resources.token)); return new SkipReason(all(context.resources.token)); });
export const throws = sensor(often, (context) => { throw new Error(all(context.resources.token)); });
export const reports = sensor(often, (context) => new SensorResult({ assetEvents: [new AssetMaterialization({ assetKey: 'outside', description: all(context.resources.token), metadata: { text: all(context.resources.token) } })] }));
export const hourly = schedule({ job: 'work', cronSchedule: '* * * * *', resources: withToken }, (context) => { throw new Error(all(context.resources.token)); });`,
);

test('the value of a variable stands nowhere in the record, whatever people write into it', async () => {
  for (const name of ['DAGBOOK_TEST_SECRET', 'NAMED_BY_LAUNCH']) vi.stubEnv(name, secret + name);
  onTestFinished(() => void vi.unstubAllEnvs());
  const { instance, home } = await openHome();
  const { id } = await instance.createNotebook({ source: notebook });
  const status = await instance.loadLocation(id);
  expect(status.errors).toEqual([]);
  expect(status.snapshot.errors.map(({ message }) => message)).toEqual([]);
  const word = { env: 'NAMED_BY_LAUNCH' };
  const inLaunch = { jobName: 'given', config: { ops: { inLaunch: { config: { word } } } } };
  for (const request of [{ selection: 'told or fails' }, { jobName: 'work' }, inLaunch])
    await ended(instance, (await instance.launchRun({ location: id, ...request })).runId);
  const refused: unknown = await instance
    .launchRun({ location: id, jobName: 'wrong' })
    .catch((error: Error) => ({ ...error, text: String(error.stack) }));
  await vi.waitFor(
    async () => expect((await instance.ticks({ location: id })).length).toBeGreaterThan(2),
    20_000,
  );
  const preview = await instance.previewTick({ location: id, name: 'hourly' }, { at: 60_000 });
  const files = readdirSync(home).filter((name) => name.startsWith('dagbook.db'));
  const record = files.map((name) => readFileSync(join(home, name), 'utf8')).join('\n');
  for (const name of ['DAGBOOK_TEST_SECRET', 'NAMED_BY_LAUNCH']) expect(record).toContain(`<${name}>`);
  const exported = JSON.stringify([preview, refused]);
  expect(exported).toContain('DAGBOOK_TEST_SECRET');
  const places = forms.flatMap((form) =>
    [record, exported].flatMap((text) =>
      [...text.matchAll(new RegExp(RegExp.escape(form), 'g'))].map(({ index }) =>
        text.slice(Math.max(0, index - 150), index + 60),
      ),
    ),
  );
  expect(places).toEqual([]);
}, 30_000);
