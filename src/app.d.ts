declare module 'virtual:isolate-text' {
  const text: string;
  export default text;
}
declare module 'virtual:precompiled-examples' {
  const examples: import('$lib/instance/browser/with-precompiled').Precompiled;
  export default examples;
}
declare module 'virtual:apache-arrow-text' {
  const text: string;
  export default text;
}
declare module 'virtual:zod-text' {
  const text: string;
  export default text;
}
