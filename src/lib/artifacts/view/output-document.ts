/** Nothing is fetched and nothing runs; pictures only where they are part of the text. */
const policy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'";

/**
 * Elements that make the browser connect to a host of their choice, whatever the policy says: seen of `preconnect` and of
 * frames within the frame. A tag begins by just these letters, so none is left once they are others.
 */
const connecting = /<(?=(?:link|i?frame|object|embed|fencedframe|portal)\b)/gi;

/** The page in which HTML of user code is shown; the policy comes before anything of it is read. */
export const outputDocument = (html: string, colorScheme: string): string =>
  `<!doctype html><html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}">` +
  `<meta name="color-scheme" content="${colorScheme}"><style>` +
  ':root{color-scheme:' +
  colorScheme +
  ';background:transparent}body{margin:8px;color:light-dark(#1d1e24,#e9e8e4);font:13px/1.5 ui-sans-serif,system-ui,sans-serif;overflow-wrap:anywhere}' +
  'svg,img{max-width:100%}img{height:auto}svg:not([width],[height]){width:auto;height:calc(100vh - 16px)}table{border-collapse:collapse}th,td{padding:2px 8px;border:1px solid light-dark(#cbc7bc,#434652)}' +
  `</style></head><body>${html.replace(connecting, '<no-')}</body></html>`;
