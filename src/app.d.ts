declare module 'virtual:isolate-text' {
  const text: string;
  export default text;
}
declare module 'virtual:apache-arrow-text' {
  const text: string;
  export default text;
}
