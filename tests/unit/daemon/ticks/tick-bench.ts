import { onTestFinished } from 'vitest';
import { asset, defineAssetJob } from 'dagbook';
import { ephemeralInstance } from 'dagbook/testing';

export const minute = 60_000;
export const day = 86_400_000;
/** A midnight. */
export const start = Date.UTC(2026, 2, 2);

const bread = asset(() => 'a loaf');
/** A job for schedules and sensors to launch. */
export const kitchen = { bread, bake: defineAssetJob({ selection: [bread] }) };

/** An instance whose time stands at `start`, with these definitions beside the kitchen's. */
export async function ticking(definitions: object) {
  const instance = ephemeralInstance({ now: start });
  onTestFinished(() => instance.close());
  await instance.load({ ...kitchen, ...definitions });
  return {
    instance,
    id: (name: string) => ({ location: 'definitions', name }),
    /** Oldest first. */
    ticks: async (name: string) =>
      (await instance.ticks({ location: 'definitions', name, limit: 10_000 })).toReversed(),
    runs: (limit = 10_000) => instance.listRuns({ limit }),
  };
}
