import type { PackageTypes } from './notebook-language';

/** The types of all that cells can import, each loaded when a cell imports it. */
export const packageTypes: PackageTypes = {
  dagbook: async () => (await import('virtual:types/dagbook')).default,
  zod: async () => (await import('virtual:types/zod')).default,
  '@observablehq/plot': async () => (await import('virtual:types/@observablehq/plot')).default,
  '@tidyjs/tidy': async () => (await import('virtual:types/@tidyjs/tidy')).default,
  d3: async () => (await import('virtual:types/d3')).default,
  'lodash-es': async () => (await import('virtual:types/lodash-es')).default,
  luxon: async () => (await import('virtual:types/luxon')).default,
  'apache-arrow': async () => (await import('virtual:types/apache-arrow')).default,
};
