const pinned =
  /(?<before>\bfrom\s*|\bimport\s*\(?\s*)(?<quote>["'])(?<registry>npm|jsr):\/?(?<name>@[^"'@/]+\/[^"'@/]+|[^"'@/]+)(?:@(?<version>[^"'/]+))?(?<path>\/[^"']*)?\k<quote>/g;

/**
 * Moves the registry and version of each import (`npm:d3@7.9.0`, as Deno and Observable write them) out of the code:
 * cells import bare names, which Node and editors resolve, and the header says what they stand for.
 */
export function withBareImports(text: string): {
  readonly text: string;
  /** Bare name → pinned specifier. */
  readonly imports: Readonly<Record<string, string>>;
} {
  const imports: Record<string, string> = {};
  const bare = text.replace(pinned, (...match) => {
    const { before, quote, registry, name, version, path = '' } = match.at(-1) as Record<string, string>;
    imports[name!] = `${registry}:${name}${version ? `@${version}` : ''}`;
    return `${before}${quote}${name}${path}${quote}`;
  });
  return { text: bare, imports };
}
