import type { FileDescription, TypedName } from '../../artifacts/formats/describe-file';
import { memberName } from '../../artifacts/formats/type-text';

/**
 * The text of a cell with an asset that reads an attached file: `undefined` where nothing is known of the file. `taken`:
 * names that are not free. `imports`: whether `asset` has to be imported.
 */
export function readingCode(
  path: string,
  file: FileDescription,
  { taken, imports }: { readonly taken: ReadonlySet<string>; readonly imports: boolean },
): string | undefined {
  const names = new Set(taken);
  const free = (wanted: string) => {
    let name = wanted;
    for (let count = 2; names.has(name) || reserved.has(name); count++) name = `${wanted}${count}`;
    names.add(name);
    return name;
  };
  const one = `context.file(${JSON.stringify(path)})`;
  const asset = (wanted: string, reading: string) =>
    `export const ${free(wanted)} = asset((_, context) =>\n  ${one}${reading},\n);`;
  const name = assetName(path);
  const texts = assets(name, file, asset);
  if (!texts) return undefined;
  return [...(imports ? ['import { asset } from "dagbook";'] : []), ...texts].join('\n');
}

function assets(
  name: string,
  file: FileDescription,
  asset: (wanted: string, reading: string) => string,
): readonly string[] | undefined {
  switch (file.type) {
    case 'csv': {
      const typed = file.columns.map(
        (column) => `${memberName(column.name)}: ${JSON.stringify(column.type)}`,
      );
      return [asset(name, `.csv(${braced(typed, ',')})`)];
    }
    case 'json':
      return [asset(name, `.json<${file.valueType}>()`)];
    case 'parquet':
      return [asset(name, `.parquet<${rowType(file.columns)}>()`)];
    case 'arrow':
      return [asset(name, '.arrow()')];
    case 'sqlite':
      return file.tables.map((table) => {
        const query = JSON.stringify(`select * from "${table.name.replaceAll('"', '""')}"`);
        return asset(assetName(table.name), `.sqlite<${rowType(table.columns)}>(${query})`);
      });
    case 'image':
      return [asset(name, '.bytes()')];
    case 'text':
      return [asset(name, '.text()')];
    case 'other':
      return undefined;
  }
}

const rowType = (columns: readonly TypedName[]): string =>
  braced(
    columns.map(({ name, type }) => `${memberName(name)}: ${type}`),
    ';',
  );

/** In one line where it is short, else a member a line. */
function braced(members: readonly string[], separator: string): string {
  const line = `{ ${members.join(`${separator} `)} }`;
  if (line.length <= 60) return line;
  return `{\n${members.map((member) => `    ${member}${separator}\n`).join('')}  }`;
}

/** `monthly sales-2024.csv` → `monthlySales2024`. */
export function assetName(path: string): string {
  const stem = path
    .split('/')
    .at(-1)!
    .replace(/\.[^.]*$/, '');
  const words = stem.split(/[^\p{ID_Continue}$]+/u).filter((word) => word !== '');
  const [first = 'file', ...rest] = words;
  const name = first.charAt(0).toLowerCase() + first.slice(1) + rest.map(capital).join('');
  return /^[\p{ID_Start}$_]/u.test(name) ? name : `file${capital(name)}`;
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

const reserved = new Set(
  'asset await break case catch class const continue debugger default delete do else enum export extends false finally for function if implements import in instanceof interface let new null package private protected public return static super switch this throw true try typeof var void while with yield context arguments eval'.split(
    ' ',
  ),
);
