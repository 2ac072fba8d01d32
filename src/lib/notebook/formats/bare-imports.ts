import { shippedPackages } from '../shipped-packages';

const pinned =
  /(?<before>\bfrom\s*|\bimport\s*\(?\s*)(?<quote>["'])(?<registry>npm|jsr):\/?(?<name>@[^"'@/]+\/[^"'@/]+|[^"'@/]+)(?:@(?<version>[^"'/]+))?(?<path>\/[^"']*)?\k<quote>/g;

/**
 * Moves the registry and version of each import (`npm:d3@7.9.0`, as Deno and Observable write them) out of the code:
 * cells import bare names, which Node and editors resolve, and the header says what they stand for, where that is not
 * the package that comes with the app.
 */
export function withBareImports(text: string): {
  readonly text: string;
  /** Bare name → pinned specifier. */
  readonly imports: Readonly<Record<string, string>>;
} {
  const imports: Record<string, string> = {};
  const bare = text.replace(pinned, (...match) => {
    const { before, quote, registry, name, version, path = '' } = match.at(-1) as Record<string, string>;
    if (registry !== 'npm' || !ships(name!, version))
      imports[name!] = `${registry}:${name}${version ? `@${version}` : ''}`;
    return `${before}${quote}${name}${path}${quote}`;
  });
  return { text: bare, imports };
}

/** Whether the app has the version that is asked for: any, `7`, `7.9`, or just the one that it has. */
function ships(name: string, version: string | undefined): boolean {
  const shipped = Object.hasOwn(shippedPackages, name) ? shippedPackages[name] : undefined;
  return shipped !== undefined && (version === undefined || `${shipped}.`.startsWith(`${version}.`));
}
