import { afterAll, beforeAll, expect, test } from 'vitest';
import { ephemeralHome } from './ephemeral-home';
import { toldOfLaunches } from './told-of-launches';
import { shop, wrongLaunches } from './wrong-launches';

let home: Awaited<ReturnType<typeof ephemeralHome>>;
afterAll(() => home.close());
beforeAll(async () => {
  home = await ephemeralHome();
  await home.instance.createNotebook({ id: 'shop', source: `// %% {"id":"shop0001"}\n${shop}` });
  expect((await home.instance.loadLocation('shop')).errors).toEqual([]);
});

test.each(Object.entries(wrongLaunches))('%s', async (name, request) => {
  const [type, message, remedy] = toldOfLaunches[name]!;
  const launch = home.instance.launchRun({ location: 'shop', ...request });
  await expect(launch).rejects.toMatchObject({ name: type, message, remedy });
});

test('nothing of it was launched', async () => {
  expect(await home.instance.listRuns()).toEqual([]);
});

test.each([
  ['a notebook that there is not', 'shap', /shap/],
  ['no notebook', '', /./],
])('%s', async (_, location, message) => {
  const launch = home.instance.launchRun({ location });
  await expect(launch).rejects.toMatchObject({
    message: expect.stringMatching(message),
    remedy: expect.any(String),
  });
});
