import { expect, test } from 'vitest';
import { openExamples } from '../fixtures/examples';

test('what assets return says how it is shown, and what an input has is what the next run takes', async () => {
  const { instance, run, snapshot } = await openExamples('results-and-inputs');
  const view = async (key: string) => {
    const [latest] = await instance.materializations(key, 1);
    return instance.viewValue(latest!.data.value!);
  };
  const { status, events } = await run();
  expect(status).toBe('SUCCESS');
  expect(events.filter(({ type }) => type === 'STEP_PROGRESS').at(-1)?.message).toBe('100 % · shop 4 of 4');
  expect(await view('sales')).toMatchObject({
    type: 'table',
    rowCount: 4 * 90 * 3,
    columns: [{ name: 'id' }, {}, { type: 'date' }, {}, { type: 'number' }],
  });
  expect(await view('chart')).toMatchObject({ type: 'plot', spec: { y: { label: 'castella sold' } } });
  expect(await view('report')).toMatchObject({ type: 'markdown' });
  expect(await view('badge')).toMatchObject({ type: 'frame', kind: 'html' });

  const inputs = (await snapshot()).resources.map(({ key, view: spec }) => [key, spec?.input]);
  expect(inputs).toEqual([
    ['cake', 'select'],
    ['least', 'slider'],
    ['shops', 'slider'],
  ]);

  // A view is computed whenever somebody looks, by what its inputs have; no run makes it.
  await instance.setViewValue('results-and-inputs', 'least', 40);
  const { value: seen } = await instance.evaluateViewCell('results-and-inputs', 'goodDays');
  expect(await instance.viewValue(seen!)).toMatchObject({
    spec: { x: { label: 'days with 40 castella or more' } },
  });
  expect(await instance.materializations('goodDays')).toEqual([]);

  const [before] = await instance.materializations('sales', 1);
  await instance.setViewValue('results-and-inputs', 'shops', 5);
  await run({ selection: 'key:sales' });
  const [after] = await instance.materializations('sales', 1);
  const values = [before!.data.value!, after!.data.value!] as const;
  expect(await instance.compareValues(...values, { from: 0, to: 1 })).toMatchObject({
    key: 'id',
    counts: { added: 270, removed: 0, changed: 0, unchanged: 1080 },
    rows: [{ kind: 'added', cells: [{ cell: '5-0-castella' }, {}, {}, {}, {}] }],
  });
});
