import { afterNavigate } from '$app/navigation';
import { page } from '$app/state';
import { leader } from '$lib/components/leader.svelte';
import { firstEditor } from '$lib/components/notebook/first-editor';
import { isNewcomer } from '$lib/components/notebooks/newcomer';
import { connectBrowserInstance } from '$lib/instance/browser/browser-instance';
import type { Instance } from '$lib/instance/instance';

/** The one place where the pages get their instance. Called while the layout is made. */
export const connectInstance = (): Instance =>
  connectBrowserInstance(
    (state) => leader.set(state),
    page.route.id === '/' && isNewcomer() ? newcomerCanType() : undefined,
  ).instance;

/** Milliseconds that the instance waits for the editor at most. */
const longestWait = 5_000;

/**
 * The instance is most of what this app fetches, and typing does not need it: for a newcomer it comes after the editor,
 * unless they go elsewhere before.
 */
function newcomerCanType(): Promise<void> {
  afterNavigate(({ type }) => {
    if (type === 'link' || type === 'popstate') firstEditor.resolve();
  });
  setTimeout(firstEditor.resolve, longestWait);
  return firstEditor.promise;
}
