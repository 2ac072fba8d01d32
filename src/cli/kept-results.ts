import { existsSync } from 'node:fs';
import { readValue } from '$lib/artifacts/default-io-manager';
import { MemoryArtifacts } from '$lib/artifacts/memory/memory-artifacts';
import { directValues } from '$lib/instance/direct-values';
import type { NotebookBundle } from '$lib/instance/share/notebook-bundle';
import type { PageValues } from '$lib/instance/share/page/value-html';
import { sharedResults, type SharedResults } from '$lib/instance/share/shared-results';
import { homeOf, withHistory } from './open-instance';
import type { ExitStatus } from './verb';

/** What a notebook gave, as far as it is kept, and where the values are looked at. */
export interface KeptResults {
  readonly results: SharedResults;
  readonly values: PageValues;
}

const engineOf = (values: NotebookBundle['values']): PageValues => {
  const artifacts = new MemoryArtifacts();
  const byHash = new Map(values.map(({ hash, bytes }) => [hash, bytes]));
  const engine = directValues((pointer) =>
    readValue(pointer, { getInline: async (hash) => byHash.get(hash), artifacts }),
  );
  return { viewValue: engine.view, tableRows: engine.rows, valueLines: engine.lines };
};

/** The results that came in a bundle. */
export const bundledResults = ({ record, values }: NotebookBundle): KeptResults => ({
  results: record,
  values: engineOf(values),
});

/** With the results that the history beside `file` has; there may be none. Nothing is run. */
export async function withKeptResults(
  file: string,
  use: (kept: KeptResults) => Promise<ExitStatus>,
): Promise<ExitStatus> {
  if (!existsSync(homeOf(file))) return use({ results: { assets: [], results: [] }, values: engineOf([]) });
  return withHistory(file, async ({ instance, location = '' }) =>
    use({ results: await sharedResults(instance, location), values: instance }),
  );
}
