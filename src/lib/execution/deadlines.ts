import type { Timers } from '../base/clock';

/** Named points in time at which something is to be done; setting one again replaces it. */
export class Deadlines {
  private readonly timers: Timers;
  private readonly callOffs = new Map<string, () => void>();

  constructor(timers: Timers) {
    this.timers = timers;
  }

  /** `time` is ms since the epoch. */
  set(name: string, time: number, wake: () => void): void {
    this.clear(name);
    const callOff = this.timers.at(time, () => {
      this.callOffs.delete(name);
      wake();
    });
    this.callOffs.set(name, callOff);
  }

  clear(name: string): void {
    this.callOffs.get(name)?.();
    this.callOffs.delete(name);
  }

  clearAll(): void {
    for (const name of [...this.callOffs.keys()]) this.clear(name);
  }
}
