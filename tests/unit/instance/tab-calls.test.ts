import { expect, onTestFinished, test } from 'vitest';
import { openTabChannel } from '$lib/instance/browser/call-protocol';
import { serveCalls } from '$lib/instance/browser/serve-calls';
import { tabClient } from '$lib/instance/browser/tab-client';
import type { Instance } from '$lib/instance/instance';
import { DagbookError } from '$lib/base/errors';
import { openHome } from '../../fixtures/open-home';

/** The channel of one test, from as many tabs as are asked for; none is left open. */
function tabs(name = crypto.randomUUID()) {
  const channel = () => {
    const opened = openTabChannel(name);
    onTestFinished(() => opened.close());
    return opened;
  };
  return {
    client(tab: string, states: string[] = []) {
      const client = tabClient(channel(), { tab, version: '1' }, ({ status }) => states.push(status));
      onTestFinished(() => client.close());
      return client;
    },
    lead(tab: string, instance: Instance, version = '1') {
      const own = channel();
      serveCalls(own, instance, { tab, version });
      return { end: () => own.close() };
    },
  };
}

test('calls from before there was a leader are answered, also when later ones overtake them', async () => {
  const { instance } = await openHome();
  const { client, lead } = tabs();
  const page = client('a');
  const early = [page.listNotebooks(), page.listRuns()];
  lead('a', instance);
  const late = page.info();
  expect((await late).version).toBe('test');
  expect(await Promise.all(early)).toEqual([[], []]);
});

test('a call that a leader took with it is answered by the next, and done once', async () => {
  const { instance } = await openHome();
  const { client, lead } = tabs();
  const page = client('b');
  const source = '// %% {"id":"a"}\nexport const a = 1;\n';
  // It does what is asked and dies before it answers.
  const dying: Instance = {
    ...instance,
    createNotebook: async (input) => {
      await instance.createNotebook(input);
      first.end();
      lead('b', instance);
      return new Promise(() => {});
    },
  };
  const first = lead('a', dying);
  const created = await page.createNotebook({ source });
  expect(created.revision).toBe(1);
  expect(await page.listNotebooks()).toHaveLength(1);
});

test('a report and a wipe that a leader took with it are recorded once', async () => {
  const { instance } = await openHome();
  const { client, lead } = tabs();
  const page = client('b');
  const source = '// %% {"id":"a"}\nimport { asset } from "dagbook";\nexport const a = asset(() => 1);\n';
  const { id } = await instance.createNotebook({ source });
  await instance.loadLocation(id);
  // It says nothing of changes, since it is gone when they come.
  const quiet: Instance = { ...instance, subscribe: () => () => {} };
  let leader: { end(): void };
  /** It does what is asked and dies before it answers. */
  const dies =
    <Args extends unknown[]>(command: (...args: Args) => Promise<void>) =>
    async (...args: Args) => {
      await command(...args);
      leader.end();
      leader = lead('b', quiet);
      return new Promise<never>(() => {});
    };
  leader = lead('a', { ...quiet, reportAsset: dies(instance.reportAsset) });
  await page.reportAsset({ assetKey: 'a', event: 'materialization' });
  expect(await page.materializations('a')).toHaveLength(1);
  await page.reportAsset({ assetKey: 'a', event: 'materialization' });
  expect(await page.materializations('a')).toHaveLength(2);

  leader.end();
  leader = lead('a', { ...quiet, wipeAsset: dies(instance.wipeAsset) });
  await page.wipeAsset('a');
  expect(await page.assetEvents('a', 'ASSET_WIPED')).toHaveLength(1);
});

test('every tab hears of changes; errors come with their name and remedy', async () => {
  const { instance } = await openHome();
  const { client, lead } = tabs();
  const states: string[] = [];
  const [one, other] = [client('a', states), client('b')];
  lead('a', instance);
  const heard = new Promise((resolve) => other.subscribe(resolve));
  await one.createNotebook({ id: 'n', source: '' });
  expect(await heard).toEqual([{ topic: 'notebook', id: 'n' }]);
  const wrong = one.loadLocation('none');
  await expect(wrong).rejects.toBeInstanceOf(DagbookError);
  await expect(wrong).rejects.toMatchObject({ name: 'NotebookNotFound', remedy: /./ });
  expect(states).toContain('here');
});

test('a tab of another version is told so', async () => {
  const { instance } = await openHome();
  const { client, lead } = tabs();
  const states: string[] = [];
  client('old', states);
  lead('new', instance, '2');
  await expect.poll(() => states).toContain('other-version');
});
