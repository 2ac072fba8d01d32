import { SvelteSet } from 'svelte/reactivity';
import type { Component } from 'svelte';

/** Something that can be asked for by its name, wherever the page is. */
export interface PaletteCommand {
  readonly id: string;
  readonly name: string;
  readonly icon?: Component<{ size?: number }>;
  /** What does the same by keyboard, one entry a key. */
  readonly keys?: readonly string[];
  readonly run: () => unknown;
}

/** `find`: things and commands by name; `commands`: only what can be done, all of it. */
export type PaletteMode = 'find' | 'commands';

const offers = new SvelteSet<() => readonly PaletteCommand[]>();
let mode = $state<PaletteMode>();

/** The one list over every page in which everything is found by typing a part of its name. */
export const palette = {
  /** `undefined` while it is closed. */
  get mode(): PaletteMode | undefined {
    return mode;
  },
  open(as: PaletteMode): void {
    mode = as;
  },
  close(): void {
    mode = undefined;
  },
  /** Of the page that is shown first. */
  get commands(): readonly PaletteCommand[] {
    return [...offers].reverse().flatMap((offer) => offer());
  },
};

/** Offers commands for the life of the calling component; reactive. */
export function offerCommands(commands: () => readonly PaletteCommand[]): void {
  $effect(() => {
    offers.add(commands);
    return () => void offers.delete(commands);
  });
}
