import { seededRandom } from '../../soak/seeded-random';
import type { Sizes } from './sizes';

/** Assets of a flow: a chain, in a cell and a group of its own, with a job. */
export const flowLength = 20;
export const hourlyAsset = 'hourly_sales';
const smallestNotebook = 200;
const hour = 3_600_000;

const teams = ['kitchen', 'ovens', 'shops', 'finance', 'suppliers', 'staff', 'web', 'quality'];
const kinds = ['table', 'sql', 'csv', 'model', 'report'];

export interface GeneratedNotebook {
  readonly id: string;
  readonly source: string;
}

/** Notebooks of falling sizes: the first has half of all assets and the hourly one, the next half of the rest. */
export function generatedNotebooks(sizes: Sizes, now: number): readonly GeneratedNotebook[] {
  const random = seededRandom(sizes.seed);
  const notebooks: GeneratedNotebook[] = [];
  for (let first = 0; first < sizes.assets;) {
    const rest = sizes.assets - first;
    const count = rest <= smallestNotebook ? rest : Math.ceil(rest / 2 / flowLength) * flowLength;
    const id =
      teams[notebooks.length % teams.length]! + (notebooks.length < teams.length ? '' : notebooks.length);
    const cells = first === 0 ? [hourlyCell(sizes.partitions, now)] : [];
    for (let at = first; at < first + count; at += flowLength)
      cells.push(flowCell(at, Math.min(first + count, at + flowLength), random));
    notebooks.push({ id, source: notebookText(id, cells) });
    first += count;
  }
  return notebooks;
}

/** The hours that end with this one. */
function hourlyCell(count: number, now: number): string {
  const last = Math.floor(now / hour) * hour;
  const time = (at: number) => JSON.stringify(new Date(at).toISOString().slice(0, 16).replace('T', '-'));
  const window = `{ startDate: ${time(last - count * hour)}, endDate: ${time(last)} }`;
  return [
    `const hours = new HourlyPartitionsDefinition(${window});`,
    `export const ${hourlyAsset} = asset({ partitionsDef: hours, group: "hourly" }, () => 1);`,
  ].join('\n');
}

/** A chain of assets; the first of most flows also follows an asset of an earlier flow. */
function flowCell(from: number, to: number, random: () => number): string {
  const flow = `flow_${from / flowLength}`;
  const lines: string[] = [];
  for (let at = from; at < to; at++) {
    const before = at > from ? at - 1 : from > 0 && random() < 0.8 ? Math.floor(random() * from) : -1;
    const facts = [
      `group: "${flow}"`,
      `kinds: ["${kinds[Math.floor(random() * kinds.length)]}"]`,
      `owners: ["team:${teams[from % teams.length]}"]`,
      ...(before >= 0 ? [`deps: ["asset_${before}"]`] : []),
    ];
    lines.push(`export const asset_${at} = asset({ ${facts.join(', ')} }, () => ${at});`);
  }
  lines.push(`export const ${flow}_job = defineAssetJob({ selection: "group:${flow}" });`);
  const [minute, hourOfDay] = [Math.floor(random() * 60), Math.floor(random() * 24)];
  lines.push(
    `export const ${flow}_daily = schedule({ cronSchedule: "${minute} ${hourOfDay} * * *", job: ${flow}_job });`,
  );
  return lines.join('\n');
}

function notebookText(title: string, cells: readonly string[]): string {
  const imports = 'import { asset, defineAssetJob, schedule, HourlyPartitionsDefinition } from "dagbook";';
  const header = `// %% [notebook] {"format":1}\n// {\n//   "title": ${JSON.stringify(title)}\n// }\n`;
  const texts = [imports, ...cells].map(
    (text, at) => `// %% {"id":"cell${String(at).padStart(4, '0')}"}\n${text}\n`,
  );
  return [header, ...texts].join('\n');
}
