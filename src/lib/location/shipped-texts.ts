import type { ModuleTexts } from './module-texts';

/** What comes with the app and cells can import: each a text of its own, loaded when a notebook needs it. */
export const shippedTexts: ModuleTexts = {
  'dagbook/parquet': async () => (await import('virtual:package/dagbook/parquet')).default,
  'dagbook/sqlite': async () => (await import('virtual:package/dagbook/sqlite')).default,
  '@observablehq/plot': async () => (await import('virtual:package/@observablehq/plot')).default,
  'apache-arrow': async () => (await import('virtual:package/apache-arrow')).default,
  '@tidyjs/tidy': async () => (await import('virtual:package/@tidyjs/tidy')).default,
  d3: async () => (await import('virtual:package/d3')).default,
  'lodash-es': async () => (await import('virtual:package/lodash-es')).default,
  luxon: async () => (await import('virtual:package/luxon')).default,
  zod: async () => (await import('virtual:package/zod')).default,
};
