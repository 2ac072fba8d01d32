const colors: Readonly<Record<string, readonly string[]>> = {
  table: ['table', 'sql', 'sqlite', 'postgres', 'arrow', 'parquet', 'csv', 'dataframe', 'duckdb'],
  code: ['typescript', 'javascript', 'python', 'wasm'],
  file: ['file', 'json', 'yaml', 'xml', 'bytes', 'image', 'zip'],
  report: ['report', 'markdown', 'html', 'chart', 'plot', 'notebook', 'pdf'],
};

/** The colour of an asset's kind: kinds of one family look alike, unknown ones are neutral. */
export const kindColor = (kind: string): string => {
  const family = Object.keys(colors).find((name) => colors[name]!.includes(kind.toLowerCase()));
  return `var(--kind-${family ?? 'other'})`;
};
