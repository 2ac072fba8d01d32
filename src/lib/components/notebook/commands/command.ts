import type { Component } from 'svelte';
import type { NotebookContext } from '../notebook-context';

/**
 * Where a key works. `everywhere`: also while text is edited. `edit`: only then. `command`: with a cell selected.
 * `cell`: only while the cell itself has the focus, because buttons and scrolling regions inside it have their own use
 * of the key.
 */
export type Where = 'everywhere' | 'edit' | 'command' | 'cell';

/** What a user can ask of the notebook page. Keys, palette, help and menus all read the one table (`commands.ts`). */
export interface Command {
  readonly id: string;
  readonly words: () => string;
  readonly icon?: Component<{ size?: number }>;
  /** In the spelling of tinykeys. Letters go by their place on the keyboard, so that they work in Hangul too. */
  readonly keys?: Readonly<Partial<Record<Where, readonly string[]>>>;
  readonly danger?: boolean;
  /** Whether there is something to do; default always. */
  readonly isPossible?: (context: NotebookContext, id: string) => boolean;
  /** `id` is the cell it is given at: the selected one, '' where there is none. */
  readonly run: (context: NotebookContext, id: string) => unknown;
}
