import { goto } from '$app/navigation';
import type { Panel } from './notebook-context';

const panels: readonly Panel[] = ['lineage', 'files', 'packages', 'history'];

/** The panel that an address asks to have beside the cells. */
export const panelAt = ({ searchParams }: URL): Panel | undefined =>
  panels.find((name) => name === searchParams.get('panel'));

/** Has another panel in the address, or none. */
export function showPanel(next: Panel | undefined): void {
  // The address bar's, not `page.url`: the selected cell stands only there.
  const url = new URL(window.location.href);
  if (next) url.searchParams.set('panel', next);
  else url.searchParams.delete('panel');
  // eslint-disable-next-line svelte/no-navigation-without-resolve -- the address of this very page
  void goto(url, { replaceState: true, keepFocus: true, noScroll: true });
}
