import { expect } from 'vitest';
import type { Storage } from '$lib/storage/storage';
import type { Contract, Place } from '../contract';
import { observed } from './samples';

export const maintenanceContract: Contract<Place<Storage>> = {
  async 'counts its leaders, and lets nobody take a lead that has changed hands'(place) {
    const storage = await place.open();
    expect(await storage.lead()).toEqual({ epoch: 0, holder: '', renewals: 0, isLocked: false });
    expect(await storage.takeLead({ holder: 'a', isLocked: true, after: 0 })).toBe(1);
    expect(await storage.takeLead({ holder: 'b', isLocked: true, after: 0 })).toBeUndefined();
    await storage.renewLead({ isLocked: false });
    expect(await storage.lead()).toEqual({ epoch: 1, holder: 'a', renewals: 1, isLocked: false });
    await storage.append([observed('a', 'v1')]);
    expect(await storage.takeLead({ holder: 'c', isLocked: true })).toBe(2);
  },
};
