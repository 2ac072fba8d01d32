import { getFormattedTokens } from 'sucrase';

/** TypeScript that cannot be taken away without changing what runs. Place counts from 1. */
export interface NotErasable {
  readonly what: string;
  readonly remedy: string;
  readonly line: number;
  readonly column: number;
}

/** What a text must have to be worth a closer look, which takes as long again as the parse. */
const hint = new RegExp(
  [
    /\b(?:enum|namespace|module)\b/,
    /\bconstructor\b[^]*\b(?:public|private|protected|readonly|override)\b/,
    /\b(?:import\s+(?:type\s+)?[\w$]+|export)\s*=/,
    /(?:^|[=(,:?[{};&|!+])\s*<\s*[\w$]/,
    /(?![ -~\s])\P{ID_Continue}/u,
  ]
    .map(({ source }) => source)
    .join('|'),
  'u',
);

const remedies = {
  'an enum': 'Write an object instead: const Size = { small: 0, large: 1 } as const.',
  'a namespace': 'Put its contents at the top of a cell, or in an object.',
  'a parameter property': 'Declare the field in the class and assign it in the constructor.',
  '"import ="': 'Write import name from "module", or const name = other.name.',
  '"export ="': 'Write export default.',
  'a type in angle brackets before a value': 'Write value as Type.',
  'this character': 'Use plain quotes, and letters and digits in names.',
};

/**
 * Finds the first enum, namespace, parameter property, `import =` or `export =` (TypeScript's `erasableSyntaxOnly`,
 * which Node's type stripping needs). Only for text that sucrase parses.
 */
export function findNotErasable(text: string): NotErasable | undefined {
  if (!hint.test(text)) return undefined;
  const open: string[] = [];
  const tokens = readTokens(text);
  for (const [index, token] of tokens.entries()) {
    const at = (offset: number) => tokens[index + offset]?.label;
    const what = notErasableAt(token, at, open) ?? angleCastAt(tokens, index);
    if (what) return { what, remedy: remedies[what], line: token.line, column: token.column };
    if (/^(?:[({[]|\$\{)$/.test(token.label)) open.push(token.label);
    else if (/^[)}\]]$/.test(token.label)) open.pop();
  }
  return undefined;
}

const isModifier = /^(?:public|private|protected|readonly|override)$/;

function notErasableAt(
  { label, name, isType }: Token,
  at: (offset: number) => string | undefined,
  open: readonly string[],
): keyof typeof remedies | undefined {
  if (label === 'enum' && !isType) return 'an enum';
  if (label === 'import' && at(1) === 'name' && at(2) === '=') return '"import ="';
  if (label === 'import' && at(1) === 'name' && at(2) === 'name' && at(3) === '=') return '"import ="';
  if (label === 'export' && at(1) === '=') return '"export ="';
  if (isModifier.test(label) && open.at(-1) === '(' && !isType) return 'a parameter property';
  // sucrase takes every character beyond ASCII for a letter, and nobody sees what stood in a type.
  if (label === 'name' && /(?![ -~])\P{ID_Continue}/u.test(name)) return 'this character';
  const isNamespace = isType && (name === 'namespace' || name === 'module') && open.length === 0;
  if (isNamespace && at(-1) !== 'declare' && at(1) === 'name' && /^[{.]$/.test(at(2) ?? ''))
    return 'a namespace';
  return undefined;
}

/** `<T>value`: types that follow no name, and that no parameter list follows. */
function angleCastAt(tokens: readonly Token[], index: number): keyof typeof remedies | undefined {
  const { label, isType } = tokens[index]!;
  const before = tokens[index - 1];
  if (
    label !== '<' ||
    !isType ||
    before?.isType ||
    /^(?:name|class|function|[)\]])$/.test(before?.label ?? '')
  )
    return undefined;
  let end = index + 1;
  while (tokens[end]?.isType) end += 1;
  return tokens[end - 1]?.label === '>' && tokens[end]?.label !== '('
    ? 'a type in angle brackets before a value'
    : undefined;
}

interface Token {
  readonly label: string;
  /** The token's text. */
  readonly name: string;
  readonly isType: boolean;
  readonly line: number;
  readonly column: number;
}

/** sucrase's tokens, which it gives only as a table of text: one row a token, columns where the head row says. */
function readTokens(text: string): readonly Token[] {
  const [head = '', ...rows] = getFormattedTokens(text, { transforms: ['typescript'] }).split('\n');
  const typeColumn = head.indexOf('isType');
  const lines = text.split('\n');
  return rows.flatMap((row) => {
    const [, line, column, end, label] = /^(\d+):(\d+)-\d+:(\d+)\s+(\S+)/.exec(row) ?? [];
    if (label === undefined) return [];
    const name = lines[Number(line) - 1]?.slice(Number(column) - 1, Number(end) - 1) ?? '';
    const isType = row.startsWith('isType', typeColumn);
    return [{ label, name, isType, line: Number(line), column: Number(column) }];
  });
}
