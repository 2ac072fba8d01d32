import fc from 'fast-check';
import { expect, test } from 'vitest';
import { panned, zoomed } from '$lib/components/runs/gantt-zoom';

const whole = { from: 1_000, to: 2_000 };

test('what is under the pointer stays there', () => {
  expect(zoomed(whole, whole, 2, 0.5)).toEqual({ from: 1_250, to: 1_750 });
  expect(zoomed(whole, whole, 4, 0)).toEqual({ from: 1_000, to: 1_250 });
  expect(zoomed({ from: 1_250, to: 1_750 }, whole, 0.5, 0.5)).toBeUndefined();
});

test('at an end of the time it moves no further', () => {
  expect(panned({ from: 1_000, to: 1_100 }, whole, 0.5)).toEqual({ from: 1_050, to: 1_150 });
  expect(panned({ from: 1_950, to: 2_000 }, whole, 1)).toEqual({ from: 1_950, to: 2_000 });
  expect(zoomed({ from: 1_000, to: 1_100 }, whole, 0.5, 1)).toEqual({ from: 1_000, to: 1_200 });
});

test('whatever is done, what is seen lies within the whole', () => {
  const part = fc.double({ min: 0, max: 1, noNaN: true });
  const action = fc.oneof(
    fc.tuple(fc.constant('zoom'), fc.double({ min: 0.1, max: 10, noNaN: true }), part),
    fc.tuple(fc.constant('pan'), fc.double({ min: -3, max: 3, noNaN: true }), part),
  );
  fc.assert(
    fc.property(fc.array(action), (actions) => {
      let view = whole;
      for (const [what, by, at] of actions)
        view = what === 'pan' ? panned(view, whole, by) : (zoomed(view, whole, by, at) ?? whole);
      expect(view.from).toBeGreaterThanOrEqual(whole.from);
      expect(view.to).toBeLessThanOrEqual(whole.to + 1e-6);
      expect(view.to - view.from).toBeGreaterThan(0.9);
    }),
  );
});
