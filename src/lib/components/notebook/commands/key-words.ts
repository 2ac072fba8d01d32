import type { Command } from './command';

const isMac = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? '');

const names: Readonly<Record<string, string>> = {
  $mod: isMac ? '⌘' : 'Ctrl',
  Control: isMac ? '⌃' : 'Ctrl',
  Alt: isMac ? '⌥' : 'Alt',
  Shift: isMac ? '⇧' : 'Shift',
  Enter: '↵',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  Period: '.',
  Minus: '-',
};

/** A key combination as it stands on the keyboard, one entry a key. */
export const keyWords = (keys: string): readonly string[] =>
  keys.split(/[+ ]/).map((part) => names[part] ?? part.replace(/^(?:Key|Digit)/, ''));

/** The first keys of a command; none where it has none. */
export function shownKeys({ keys = {} }: Command): readonly string[] {
  const [first] = Object.values(keys).flat();
  return first === undefined ? [] : keyWords(first);
}
