import { leader } from '$lib/components/leader.svelte';
import { connectBrowserInstance } from '$lib/instance/browser/browser-instance';
import type { Instance } from '$lib/instance/instance';

/** The one place where the pages get their instance. */
export const connectInstance = (): Instance => connectBrowserInstance((state) => leader.set(state)).instance;
