import { goto } from '$app/navigation';
import { page } from '$app/state';

/** Puts `values` into the query of this page's address; `undefined` and `''` take a name out. */
export function setQuery(
  values: Readonly<Record<string, string | undefined>>,
  history: 'replace' | 'push' = 'replace',
): void {
  const url = new URL(page.url);
  for (const [name, value] of Object.entries(values)) {
    if (value) url.searchParams.set(name, value);
    else url.searchParams.delete(name);
  }
  if (url.href === page.url.href) return;
  // eslint-disable-next-line svelte/no-navigation-without-resolve -- the address of this very page
  void goto(url, { replaceState: history === 'replace', keepFocus: true, noScroll: true });
}

/** A value of this page's query; reactive. */
export const fromQuery = (name: string): string | undefined => page.url.searchParams.get(name) ?? undefined;
