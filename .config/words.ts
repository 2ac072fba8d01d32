/** How the catalogue of visible strings (src/lib/words) is compiled: by Vite, and before a type-check. */
export const words = {
  project: './.config/project.inlang',
  outdir: './src/lib/words/generated',
  strategy: ['localStorage', 'preferredLanguage', 'baseLocale'] as (
    'localStorage' | 'preferredLanguage' | 'baseLocale'
  )[],
  emitGitIgnore: false,
};
