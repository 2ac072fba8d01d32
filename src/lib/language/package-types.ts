import type { PackageTypes } from './notebook-language';

/** The types of all that cells can import, each loaded when a cell imports it. */
export const packageTypes: PackageTypes = {
  dagbook: async () => (await import('virtual:types/dagbook')).default,
  zod: async () => (await import('virtual:types/zod')).default,
  'apache-arrow': async () => (await import('virtual:types/apache-arrow')).default,
};
