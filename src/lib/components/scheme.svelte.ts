import { MediaQuery } from 'svelte/reactivity';
import { theme } from './theme.svelte';

const dark = new MediaQuery('(prefers-color-scheme: dark)');

/** Changes whenever the colours do; read by what draws on a canvas, to be drawn anew. */
export const scheme = {
  get now(): string {
    return `${theme.chosen} ${dark.current}`;
  },
};
