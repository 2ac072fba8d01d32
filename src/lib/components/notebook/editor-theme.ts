import { syntaxHighlighting } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { cellHighlighter } from './highlighter';

/** The editor in the colours of `tokens.css`, which knows dark and light by itself. */
export const editorTheme = [
  EditorView.theme({
    '&': { color: 'var(--text)', backgroundColor: 'transparent', fontSize: 'var(--text-sm)' },
    '&.cm-focused': { outline: 'none' },
    '.cm-scroller': { fontFamily: 'var(--font-mono)', lineHeight: '1.55' },
    '.cm-content': { padding: 'var(--space-2) 0', caretColor: 'var(--accent)' },
    '.cm-line': { padding: '0 var(--space-3) 0 var(--space-2)' },
    '.cm-gutters': { backgroundColor: 'transparent', border: 'none', color: 'var(--text-faint)' },
    '.cm-lineNumbers .cm-gutterElement': {
      minWidth: '2.25rem',
      padding: '0 var(--space-1) 0 0',
      fontSize: 'var(--text-2xs)',
      lineHeight: 'calc(1.55 * var(--text-sm))',
    },
    '.cm-activeLine': { backgroundColor: 'transparent' },
    '&.cm-focused .cm-activeLine': { backgroundColor: 'var(--surface-hover)' },
    '.cm-error-line': {
      backgroundColor: 'var(--status-failure-soft) !important',
      boxShadow: 'inset 2px 0 0 var(--status-failure)',
    },
    '.cm-cursor': { borderLeftColor: 'var(--accent)', borderLeftWidth: '2px' },
    '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': {
      backgroundColor: 'color-mix(in srgb, var(--accent) 24%, transparent)',
    },
    '&.cm-focused .cm-matchingBracket': {
      backgroundColor: 'var(--accent-soft)',
      outline: '1px solid var(--border-strong)',
    },
  }),
  syntaxHighlighting(cellHighlighter),
];
