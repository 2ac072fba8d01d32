const declaration =
  /^(?:export\s+)?(?:default\s+)?(?:async\s+)?(?:const|let|var|class|function\s*\*?)\s+([\p{ID_Start}$_][\p{ID_Continue}$]*)/gmu;
const list = /^(?:export\s+)?(?:const|let|var|import(?:\s+[\w$]+\s*,)?)\s*\{([^}]*)\}/gmu;
const whole = /^import\s+(?:\*\s*as\s+)?([\w$]+)\s*(?:,|from)/gm;

/** The top-level names that a text would define if it parsed, as far as its line beginnings tell. */
export function guessNames(text: string): readonly string[] {
  const single = [...text.matchAll(declaration), ...text.matchAll(whole)].map(([, name]) => name!);
  const listed = [...text.matchAll(list)].flatMap(([, names]) =>
    names!.split(',').flatMap((part) => /([\w$]+)\s*(?:=.*)?$/s.exec(part.trim())?.[1] ?? []),
  );
  return [...new Set([...single, ...listed])];
}
