// %% [notebook] {"format":1,"title":"First assets"}
// {
//   "attachments": {
//     "data.csv": "8c4e35ade277fb24f917428053b1a40ff3dbcf5e3a602e18e34531abd2de72b2"
//   }
// }

// %% [markdown] {"id":"3mgteygg"}
// # First assets
//
// An **asset** is data that a function makes: a table, a file, a model. `rawData` reads the attached file, `cleanedData`
// names it in `ins` and so gets its value; that also draws the lineage between the two.

// %% {"id":"cpw6zfrf","name":"rawData"}
import { asset, MaterializeResult, MetadataValue } from 'dagbook';

type Row = Record<string, string>;

function parse(csv: string): Row[] {
  const [head, ...lines] = csv.trim().split('\n');
  const names = head!.split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, at) => [names[at], cell])));
}

export const rawData = asset(async (_, context) => parse(await context.file('data.csv').text()));

// %% [markdown] {"id":"dx90tmjb"}
// Rows in which something is missing are dropped. What is worth knowing of a result goes into its metadata.

// %% {"id":"89q6xfw4","name":"cleanedData"}
export const cleanedData = asset({ ins: { rawData } }, ({ rawData }) => {
  const rows = rawData.filter((row) => Object.values(row).every((cell) => cell !== ''));
  const metadata = { dropped: rawData.length - rows.length, rows: MetadataValue.table(rows) };
  return new MaterializeResult({ value: rows, metadata });
});
