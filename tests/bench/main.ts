import { cpus } from 'node:os';
import { alignColumns } from '../../src/cli/align-columns';
import { automation } from './automation';
import { definitions } from './definitions';
import { engine } from './engine';
import { engineInBrowser } from './engine-in-browser';
import { firstMaterialization } from './first-materialization';
import { handOver } from './hand-over';
import { language } from './language';
import { meetsAim, type Measurement } from './measure';
import { lineage } from './lineage';
import { notebookPage } from './notebook-page';
import { pages } from './pages';
import { partitions } from './partitions';
import { pruning } from './pruning';
import { shellSize } from './shell-size';
import { staleMarks } from './stale-marks';

const measures = {
  shellSize,
  firstMaterialization,
  engine,
  engineInBrowser,
  partitions,
  definitions,
  automation,
  pruning,
  staleMarks,
  handOver,
  language,
  notebookPage,
  lineage,
  pages,
};

console.log(
  `${cpus().length} cores, Node ${process.versions.node}. A ratio is ours divided by the yardstick's.\n`,
);
const wanted = process.argv.slice(2);
const rows: (readonly string[])[] = [['MEASURE', 'OURS', 'YARDSTICK', 'RATIO', 'AIM', '']];
for (const [name, measure] of Object.entries(measures)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  try {
    rows.push(...(await measure()).map(row));
  } catch (error) {
    rows.push([name, `could not be measured: ${(error as Error).message.split('\n')[0]}`]);
  }
}
console.log(alignColumns(rows).join('\n'));
process.exit(0);

function row(measurement: Measurement): readonly string[] {
  const { what, value, yardstick, ratio, aim } = measurement;
  const bound = 'atMost' in aim ? `≤ ${round(aim.atMost)}` : `≥ ${round(aim.atLeast)}`;
  return [what, value, yardstick, round(ratio), bound, meetsAim(measurement) ? '✓' : '✗'];
}

function round(ratio: number): string {
  return Number(ratio.toPrecision(2)).toString();
}
