/** A word, a name in quotes (`name` is what it names), or a sign of a query; strings, numbers and comments are none. */
interface Token {
  readonly sign: string;
  readonly name?: string;
}

const token =
  /--.*|\/\*[^]*?(?:\*\/|$)|'(?:[^']|'')*'|"((?:[^"]|"")*)"|\[([^\]]*)\]|([\p{L}_][\p{L}\p{N}_$]*)|[(),.;]/gu;

/** What ends the list of tables after `from`. */
const endsTables = new Set(['SELECT', 'WHERE', 'GROUP', 'HAVING', 'WINDOW', 'ORDER', 'LIMIT', 'UNION', 'EXCEPT', 'INTERSECT', 'VALUES', 'RETURNING', 'SET']); // prettier-ignore

/**
 * The tables that an SQL query (SQLite's grammar) reads, each once: names after `from` and `join`, in subqueries too,
 * without the query's own `with` tables and without functions. A table of a schema is known by its own name.
 */
export function tablesIn(query: string): readonly string[] {
  const tokens = tokensOf(query);
  const own = new Set(ownTables(tokens));
  const tables = new Map<string, string>();
  /** One entry for each open parenthesis: whether tables are listed here, and whether the next name is one. */
  const levels = [{ listsTables: false, isNext: false }];
  for (const [index, { sign, name }] of tokens.entries()) {
    const level = levels.at(-1)!;
    const word = name === undefined || sign === '"' ? '' : name.toUpperCase();
    const after = tokens[index + 1]?.sign;
    if (sign === '(') {
      levels.push({ ...level, listsTables: level.isNext });
      level.isNext = false;
    } else if (sign === ')') {
      if (levels.length > 1) levels.pop();
    } else if (sign === ',') level.isNext = level.listsTables;
    else if (word === 'JOIN' || (word === 'FROM' && tokens[index - 1]?.name?.toUpperCase() !== 'DISTINCT')) {
      level.listsTables = true;
      level.isNext = true;
    } else if (endsTables.has(word)) {
      level.listsTables = false;
      level.isNext = false;
    } else if (name !== undefined && level.isNext && after !== '.') {
      level.isNext = false;
      const key = name.toLowerCase();
      if (after !== '(' && !own.has(key) && !tables.has(key)) tables.set(key, name);
    }
  }
  return [...tables.values()];
}

function tokensOf(query: string): readonly Token[] {
  return [...query.matchAll(token)].flatMap(([text, quoted, bracketed, word]): readonly Token[] => {
    if (quoted !== undefined) return [{ sign: '"', name: quoted.replaceAll('""', '"') }];
    if (bracketed !== undefined) return [{ sign: '"', name: bracketed }];
    if (word !== undefined) return [{ sign: 'word', name: word }];
    return /^[(),.;]$/.test(text) ? [{ sign: text }] : [];
  });
}

/** `with name (columns) as (…)`: names before `as (`, of which windows are too. */
function ownTables(tokens: readonly Token[]): readonly string[] {
  return tokens.flatMap(({ name }, index) => {
    if (name === undefined) return [];
    let next = index + 1;
    if (tokens[next]?.sign === '(') while (tokens[next] && tokens[next - 1]?.sign !== ')') next += 1;
    const words = tokens.slice(next, next + 4).map((each) => each.name?.toUpperCase() ?? each.sign);
    return /^AS (?:NOT )?(?:MATERIALIZED )?\(/.test(words.join(' ')) ? [name.toLowerCase()] : [];
  });
}
