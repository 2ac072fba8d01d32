import { Parser, type Options, type Program } from 'acorn';
import { transform } from 'sucrase';
import { findNotErasable } from './not-erasable';
import { remembered } from './remembered';

/** A cell's text without its types, parsed. Every line stands where it stood. */
export interface ParsedCell {
  readonly code: string;
  readonly program: Program;
}

/** Why a cell's text is not a program of its own. Line and column count from 1. */
export interface SyntaxProblem {
  readonly problem: string;
  readonly remedy: string;
  readonly line: number;
  readonly column: number;
}

/** A cell may export a name that another cell defines, so acorn's check of that is left out. */
const CellParser = Parser.extend(
  (Base) =>
    class extends (Base as unknown as new (...args: unknown[]) => Parser) {
      checkLocalExport(): void {}
    } as unknown as typeof Parser,
);

const options: Options = { ecmaVersion: 'latest', sourceType: 'module', allowHashBang: false };

/**
 * Takes the types away (sucrase) and parses what is left (acorn) as a module with top-level `await`. Only erasable
 * TypeScript is taken, so that Node runs the same file. Never throws.
 */
export const parseCell: (text: string) => ParsedCell | SyntaxProblem = remembered((text) => {
  let code = text;
  try {
    // Legal only where a file begins, and sucrase may drop it unseen.
    if (text.startsWith('#!')) throw new SyntaxError('"#!" stands before the first cell only');
    code = transform(text, {
      transforms: ['typescript'],
      keepUnusedImports: true,
      disableESTransforms: true,
      preserveDynamicImport: true,
    }).code;
    const notErasable = findNotErasable(text);
    if (notErasable) {
      const { what, ...place } = notErasable;
      return { problem: `A cell cannot hold ${what}: TypeScript in cells must be erasable`, ...place };
    }
    const program = CellParser.parse(code, options);
    return { code, program };
  } catch (thrown) {
    return syntaxProblem(thrown, code);
  }
});

/** What acorn and sucrase throw. Only acorn says where it gave up, and it counts columns from 0. */
interface ParserError {
  readonly message?: string;
  readonly pos?: number;
  readonly loc?: { readonly line: number; readonly column: number };
  readonly raisedAt?: number;
}

function syntaxProblem(thrown: unknown, code: string): SyntaxProblem {
  const { message, loc, pos, raisedAt } = thrown as ParserError;
  const place = { line: loc?.line ?? 1, column: loc ? loc.column + (raisedAt === undefined ? 0 : 1) : 1 };
  if (pos !== undefined && code[pos] === '@') {
    return {
      problem: 'Decorators are not supported: no browser runs them, and functions cannot have any',
      remedy: 'Call the function instead: export const rows = asset({ … }, () => …).',
      ...place,
    };
  }
  return {
    problem: String(message).replace(/^Error transforming .*?: |\s*\(\d+:\d+\)$/g, ''),
    remedy: 'Correct the text at this place; cells that do not need this one run meanwhile.',
    ...place,
  };
}
