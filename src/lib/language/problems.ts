import ts from 'typescript';
import { plainMessage } from './describe';
import type { Problem, Severity } from './language';
import type { LanguageProgram } from './language-program';
import type { CellFile } from './notebook-files';
import { ruleProblems } from './notebook-rules';
import { compilerOptions } from './typescript-host';

/** What is wrong with a cell: what TypeScript finds, and what the notebook's own rules say. */
export function problemsOf(program: LanguageProgram, cell: CellFile): readonly Problem[] {
  const { files, service } = program;
  const syntax = service.getSyntacticDiagnostics(cell.file);
  const semantic = service.getSemanticDiagnostics(cell.file);
  const own = (diagnostic: ts.Diagnostic): readonly Problem[] => {
    const range = files.toCell(cell.file, diagnostic.start ?? 0, diagnostic.length ?? 0);
    return range ? [problem(diagnostic, range.from, range.to)] : [];
  };
  const rules = ruleProblems(files, cell);
  return [
    ...(syntax.length > 0 ? syntaxProblems(cell.text) : []),
    ...semantic
      .flatMap(own)
      .filter(isFirstThere)
      .filter((found) => !rules.some((rule) => rule.from === found.from)),
    ...rules,
  ];
}

/** Of the text alone: what it leaves open would run into what stands behind it in its module. */
function syntaxProblems(text: string): readonly Problem[] {
  const { diagnostics = [] } = ts.transpileModule(text, { reportDiagnostics: true, compilerOptions });
  return diagnostics.map((diagnostic) => {
    const { start = 0, length = 0 } = diagnostic;
    // Something to point at: what is missing at the end is missing behind the last character.
    const from = Math.max(0, Math.min(start, text.trimEnd().length - 1));
    return problem(diagnostic, from, Math.max(from + 1, start + length));
  });
}

/** One problem is enough at a place: what else TypeScript says of it follows from the first. */
const isFirstThere = ({ from, to }: Problem, index: number, all: readonly Problem[]): boolean =>
  all.findIndex((other) => other.from === from && other.to === to) === index;

function problem(diagnostic: ts.Diagnostic, from: number, to: number): Problem {
  const { code, messageText, category } = diagnostic;
  return {
    rule: 'typescript',
    code,
    message: plainMessage(ts.flattenDiagnosticMessageText(messageText, '\n')),
    severity: severities[category],
    from,
    to,
  };
}

const severities: Readonly<Record<ts.DiagnosticCategory, Severity>> = {
  [ts.DiagnosticCategory.Error]: 'error',
  [ts.DiagnosticCategory.Warning]: 'warning',
  [ts.DiagnosticCategory.Suggestion]: 'info',
  [ts.DiagnosticCategory.Message]: 'info',
};
