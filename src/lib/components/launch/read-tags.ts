/** The tags that a text such as `team: bakery, urgent: yes` is; `undefined` where one has no name or no value. */
export function readTags(text: string): Readonly<Record<string, string>> | undefined {
  const parts = text.split(',').map((part) => part.trim()).filter((part) => part !== ''); // prettier-ignore
  const tags = parts.map((part) => /^([^\s:]+)\s*:\s*(.+)$/.exec(part));
  if (tags.includes(null)) return undefined;
  return Object.fromEntries(tags.map((tag) => [tag![1]!, tag![2]!]));
}
