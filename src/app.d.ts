declare module 'virtual:isolate-text' {
  const text: string;
  export default text;
}
declare module 'virtual:package/*' {
  const text: string;
  export default text;
}
declare module 'virtual:precompiled-examples' {
  const examples: import('$lib/instance/browser/with-precompiled').Precompiled;
  export default examples;
}
declare module 'virtual:types/library' {
  const texts: import('$lib/language/typescript-host').LibraryTexts;
  export default texts;
}
declare module 'virtual:types/*' {
  const types: import('$lib/language/collect-types').TypeTexts;
  export default types;
}
declare module 'esbuild-wasm/esm/browser.js' {
  export * from 'esbuild-wasm';
}
/** Only in what `bundled-text.ts` bundles. */
declare module '@sqlite.org/sqlite-wasm/sqlite3.wasm' {
  const bytes: Uint8Array;
  export default bytes;
}
