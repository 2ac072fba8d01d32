import type { NewEvent } from '../events/event';

/** Shorter values are not looked for: they would be found everywhere. */
const shortest = 4;

/** How text is written in JSON and in addresses, where people write their values, too. */
const forms = (value: string): readonly string[] => [
  value,
  JSON.stringify(value).slice(1, -1),
  encodeURIComponent(value.toWellFormed()),
];

/**
 * Takes the values of environment variables out of what people wrote: where one stands, also as JSON or an address writes
 * it, the name of its variable stands in the answer. Names of fields stay as they are.
 */
export function redaction(env: Readonly<Record<string, string>>): <Said>(said: Said) => Said {
  const secrets = Object.entries(env)
    .flatMap(([name, value]) => [...new Set(forms(value))].map((form) => [name, form] as const))
    .filter(([, form]) => form.length >= shortest)
    .sort(([, a], [, b]) => b.length - a.length);
  if (secrets.length === 0) return (said) => said;

  const text = (said: string): string =>
    secrets.reduce((clean, [name, form]) => clean.replaceAll(form, `<${name}>`), said);
  function redact(said: unknown): unknown {
    if (typeof said === 'string') return text(said);
    if (Array.isArray(said)) return said.map(redact);
    if (typeof said !== 'object' || said === null) return said;
    return Object.fromEntries(Object.entries(said).map(([key, value]) => [key, redact(value)]));
  }
  return redact as <Said>(said: Said) => Said;
}

/** The same for an event: its message, error, metadata, description and tags. */
export function redactor(env: Readonly<Record<string, string>>): (event: NewEvent) => NewEvent {
  const redact = redaction(env);
  return (event) => {
    const data: Record<string, unknown> = { ...event.data };
    for (const field of ['error', 'metadata', 'description', 'refused', 'tags'])
      if (field in data) data[field] = redact(data[field]);
    return { ...event, message: redact(event.message), data } as unknown as NewEvent;
  };
}
