/** The packages that come with the app, so that cells can import them at any time, without network: name → version. */
export const shippedPackages: Readonly<Record<string, string>> = {
  '@observablehq/plot': '0.6.17',
  '@tidyjs/tidy': '2.6.1',
  'apache-arrow': '21.2.0',
  d3: '7.9.2',
  'lodash-es': '4.18.1',
  luxon: '3.7.2',
  zod: '4.6.7',
};
