import { expect, expectTypeOf, test } from 'vitest';
import { decodeValue } from '$lib/artifacts/codecs/decode-value';
import { asset } from '$lib/definitions/asset';
import { view } from '$lib/definitions/view';
import { ended, notebookThatImports, openHome } from '../../fixtures/open-home';

const source = notebookThatImports(
  'asset, view, resource',
  'export const least = view.slider({ label: "At least", max: 10, value: 2 });\nexport const city = view.select({ options: ["Seoul", "Busan"] });',
  'export const both = resource({ requires: { least } }, ({ resources }) => resources.least * 10);',
  'export const kept = asset({ resources: { least, both, city } }, (_, { resources }) => [resources.least, resources.both, resources.city]);',
  'export const other = asset(() => 1);',
);

async function opened() {
  const { instance } = await openHome();
  await instance.createNotebook({ id: 'nb', source });
  const { errors, snapshot } = await instance.loadLocation('nb');
  expect(errors).toEqual([]);
  const made = async (request: { config?: never; selection?: string } | { config: object } = {}) => {
    const { runId } = await instance.launchRun({
      location: 'nb',
      selection: 'key:kept',
      ...request,
    } as never);
    await ended(instance, runId);
    const [newest] = await instance.materializations('kept', 1);
    const value = await instance.value(newest!.data.value!);
    return { value: value && decodeValue(value), run: (await instance.getRun(runId))! };
  };
  return { instance, snapshot, made };
}

test('an asset gets what its inputs have: first what the definition says, then what somebody chose', async () => {
  const { instance, snapshot, made } = await opened();
  expect(snapshot.resources.find(({ key }) => key === 'least')).toMatchObject({
    description: 'At least',
    view: { input: 'slider', value: 2, min: 0, max: 10, step: 1 },
  });
  expect((await made()).value).toEqual([2, 20, 'Seoul']);

  await instance.setViewValue('nb', 'least', 5);
  await instance.setViewValue('nb', 'city', 'Busan');
  expect(await instance.viewValues('nb')).toEqual({ least: 5, city: 'Busan' });
  const { value, run } = await made();
  expect(value).toEqual([5, 50, 'Busan']);
  // The run keeps it: made again, it is the same whatever the input has then.
  expect(run.plan.config?.resources).toEqual({ least: { config: 5 }, city: { config: 'Busan' } });

  await instance.setViewValue('nb', 'least', undefined);
  expect((await made()).value).toEqual([2, 20, 'Busan']);
});

test('what the launch says comes before; a run that takes no input has none in its config', async () => {
  const { instance, made } = await opened();
  await instance.setViewValue('nb', 'least', 5);
  expect((await made({ config: { resources: { least: { config: 7 } } } })).value).toEqual([7, 70, 'Seoul']);
  const { runId } = await instance.launchRun({ location: 'nb', selection: 'key:other' });
  await ended(instance, runId);
  expect((await instance.getRun(runId))?.plan.config).toBeUndefined();
});

test('what does not fit is refused where it is chosen and where it is launched with', async () => {
  const { instance } = await opened();
  for (const [name, value] of [
    ['least', 11],
    ['least', '3'],
    ['city', 'Jeju'],
    ['nothing', 1],
  ] as const)
    await expect(instance.setViewValue('nb', name, value)).rejects.toMatchObject({
      name: 'InvalidViewValue',
    });
  const config = { resources: { least: { config: 11 } } };
  const issues = await instance.validateConfig({ location: 'nb', selection: 'key:kept', config });
  expect(issues.map(({ message }) => message).join()).toMatch(/from 0 to 10/);
});

test('the inputs of a context are typed', () => {
  const resources = {
    n: view.slider(),
    one: view.select({ options: ['a', 'b'] }),
    on: view.checkbox(),
    path: view.file(),
  };
  asset({ resources }, (_, context) => {
    expectTypeOf(context.resources.n).toEqualTypeOf<number>();
    expectTypeOf(context.resources.one).toEqualTypeOf<'a' | 'b'>();
    expectTypeOf(context.resources.on).toEqualTypeOf<boolean>();
    expectTypeOf(context.resources.path).toEqualTypeOf<string>();
  });
});
