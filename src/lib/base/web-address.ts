/** Only such addresses become links: `javascript:` and its like do not. */
export const isWebAddress = (text: string): boolean =>
  URL.canParse(text) && ['https:', 'http:', 'mailto:'].includes(new URL(text).protocol);
