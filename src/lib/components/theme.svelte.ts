export type Theme = 'system' | 'light' | 'dark';

const key = 'dagbook-theme';
const isTheme = (text: unknown): text is Theme => text === 'light' || text === 'dark' || text === 'system';

function stored(): Theme {
  const text = globalThis.localStorage?.getItem(key);
  return isTheme(text) ? text : 'system';
}

let chosen = $state<Theme>(stored());

/** The look the user chose; kept in this browser, put on `<html data-theme>` (tokens.css does the rest). */
export const theme = {
  get chosen(): Theme {
    return chosen;
  },
  choose(next: Theme): void {
    chosen = next;
    localStorage.setItem(key, next);
    show();
  },
};

function show(): void {
  if (chosen === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = chosen;
}

if (typeof document !== 'undefined') show();
