import { EditorView } from '@codemirror/view';

const raised = {
  border: '1px solid var(--border-strong)',
  borderRadius: 'var(--radius-md)',
  backgroundColor: 'var(--surface-raised)',
  boxShadow: 'var(--shadow-lg)',
  color: 'var(--text)',
};

const squiggle = (color: string) => ({
  backgroundImage: 'none',
  textDecoration: `underline wavy ${color} 1px`,
  textDecorationSkipInk: 'none',
  textUnderlineOffset: '3px',
});

const button = {
  border: '0',
  borderRadius: 'var(--radius-sm)',
  background: 'none',
  font: 'inherit',
  textAlign: 'left',
  cursor: 'pointer',
};

/** What the language service shows, in the colours of `tokens.css`. */
export const languageTheme = EditorView.theme({
  '.cm-tooltip': { ...raised, zIndex: '60', maxWidth: 'min(38rem, calc(100vw - 2rem))' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': {
    fontFamily: 'var(--font-mono)',
    fontSize: 'var(--text-xs)',
    maxWidth: 'min(30rem, calc(100vw - 2rem))',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '2px var(--space-2)', lineHeight: '1.6' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    backgroundColor: 'var(--accent-soft)',
    color: 'var(--text)',
  },
  '.cm-completionIcon': { width: '1.1em', color: 'var(--text-faint)', opacity: '1' },
  // CodeMirror's own is a picture of a key, which few fonts for code have.
  '.cm-completionIcon-keyword::after': { content: '"◆"' },
  '.cm-completionIcon-deprecated + .cm-completionLabel': { textDecoration: 'line-through' },
  '.cm-completionMatchedText': { textDecoration: 'none', color: 'var(--accent)', fontWeight: '650' },
  '.cm-completionDetail': { color: 'var(--text-faint)', fontStyle: 'normal' },
  '.cm-tooltip.cm-completionInfo': { ...raised, padding: '0', maxWidth: 'min(26rem, 80vw)' },
  '.cm-description': {
    display: 'grid',
    gap: 'var(--space-2)',
    maxHeight: '18rem',
    padding: 'var(--space-2) var(--space-3)',
    overflow: 'auto',
    fontSize: 'var(--text-xs)',
  },
  '.cm-description > code': {
    fontFamily: 'var(--font-mono)',
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  },
  '.cm-prose': { color: 'var(--text-muted)', fontFamily: 'var(--font-sans)', lineHeight: '1.5' },
  '.cm-prose p': { margin: '0 0 var(--space-1)' },
  '.cm-prose code': { fontFamily: 'var(--font-mono)' },
  '.cm-tooltip-lint': { padding: '0' },
  '.cm-diagnostic': { padding: 'var(--space-2) var(--space-3)', marginLeft: '0', borderLeft: '3px solid' },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--status-failure)' },
  '.cm-diagnostic-warning': { borderLeftColor: 'var(--status-stale)' },
  '.cm-diagnostic-info': { borderLeftColor: 'var(--status-running)' },
  '.cm-card > .cm-problem': { padding: 'var(--space-2) var(--space-3)' },
  '.cm-problem': { fontFamily: 'var(--font-sans)', fontSize: 'var(--text-xs)', lineHeight: '1.5' },
  '.cm-problem p': { margin: '0', whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' },
  '.cm-fixes': { display: 'grid', justifyItems: 'start' },
  '.cm-fixes button': { ...button, padding: '2px 0', color: 'var(--accent)' },
  '.cm-fixes button:hover': { textDecoration: 'underline' },
  '.cm-fixes button:focus-visible, .cm-uses button:focus-visible': { outline: '2px solid var(--focus)' },
  '.cm-uses': {
    maxHeight: '16rem',
    margin: '0',
    padding: 'var(--space-1)',
    overflow: 'auto',
    listStyle: 'none',
  },
  '.cm-uses button': {
    ...button,
    display: 'flex',
    gap: 'var(--space-3)',
    width: '100%',
    padding: '2px var(--space-2)',
    color: 'var(--text)',
    fontSize: 'var(--text-xs)',
  },
  '.cm-uses button:hover': { backgroundColor: 'var(--surface-hover)' },
  '.cm-uses span': { color: 'var(--text-muted)' },
  '.cm-uses code': { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'pre' },
  '.cm-rename': { padding: 'var(--space-1)' },
  '.cm-rename input': {
    padding: 'var(--space-1) var(--space-2)',
    border: '1px solid var(--accent)',
    borderRadius: 'var(--radius-sm)',
    backgroundColor: 'var(--surface)',
    color: 'var(--text)',
    fontFamily: 'var(--font-mono)',
    fontSize: 'var(--text-sm)',
  },
  '.cm-rename p:not(:empty)': {
    margin: '0',
    padding: 'var(--space-1) var(--space-2)',
    color: 'var(--status-failure)',
    fontSize: 'var(--text-xs)',
  },
  '.cm-lintRange-error': squiggle('var(--status-failure)'),
  '.cm-lintRange-warning': squiggle('var(--status-stale)'),
  '.cm-lintRange-info': squiggle('var(--status-running)'),
  // It lies over the space before the text, so that the text stands where it stood.
  '.cm-gutter-lint': { width: '0', overflow: 'visible' },
  '.cm-gutter-lint .cm-gutterElement': { padding: '0.4em 0 0' },
  '.cm-lint-marker': { width: '0.5rem', height: '0.5rem', borderRadius: '50%', content: '""' },
  '.cm-lint-marker-error': { backgroundColor: 'var(--status-failure)', content: '""' },
  '.cm-lint-marker-warning': { backgroundColor: 'var(--status-stale)', content: '""' },
  '.cm-lint-marker-info': { backgroundColor: 'var(--status-running)', content: '""' },
});
