import type { Instance } from '$lib/instance/instance';
import { withHistory } from '../open-instance';
import { historyFileOption, jsonOption, type Verb } from '../verb';
import { existingBackfill } from '../watch-backfill';

interface Control {
  readonly summary: string;
  /** Answers the id of another backfill where it has launched one. */
  act(instance: Instance, id: string): Promise<{ readonly id: string } | void>;
}

const controls = {
  cancel: {
    summary: 'Launch nothing more of a backfill, and cancel its runs',
    act: (instance, id) => instance.cancelBackfill(id),
  },
  pause: {
    summary: 'Launch nothing more of a backfill until it is resumed',
    act: (instance, id) => instance.pauseBackfill(id),
  },
  resume: {
    summary: 'Let a paused backfill go on',
    act: (instance, id) => instance.resumeBackfill(id),
  },
  retry: {
    summary: 'Launch another backfill for what an ended one has not made',
    act: (instance, id) => instance.retryBackfill(id),
  },
} as const satisfies Record<string, Control>;

/** `backfill cancel`, `backfill pause`, `backfill resume`, `backfill retry`. */
export const backfillControl = (name: keyof typeof controls): Verb => ({
  name: `backfill ${name}`,
  summary: controls[name].summary,
  argument: 'ID',
  options: { file: historyFileOption, json: jsonOption },
  run: ({ file, json }, of = '') =>
    withHistory(file as string | undefined, async ({ instance }) => {
      await existingBackfill(instance, of);
      const { act }: Control = controls[name];
      const { id = of } = (await act(instance, of)) ?? {};
      const { status, isPaused } = await existingBackfill(instance, id);
      if (json) console.log(JSON.stringify({ id, status, isPaused }));
      else console.log(`Backfill ${id} is ${status}${isPaused ? ', paused' : ''}.`);
      return 0;
    }),
});
