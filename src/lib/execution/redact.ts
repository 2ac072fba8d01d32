import type { NewEvent } from '../events/event';

/** Shorter values are not looked for: they would be found everywhere. */
const shortest = 4;

/**
 * Takes the values of environment variables out of what people wrote into an event (its message, error, metadata and
 * descriptions): where one stands, the name of its variable stands in the answer. Names and keys stay as they are.
 */
export function redactor(env: Readonly<Record<string, string>>): (event: NewEvent) => NewEvent {
  const secrets = Object.entries(env)
    .filter(([, value]) => value.length >= shortest)
    .sort(([, a], [, b]) => b.length - a.length);
  if (secrets.length === 0) return (event) => event;

  const text = (said: string): string =>
    secrets.reduce((clean, [name, value]) => clean.replaceAll(value, `<${name}>`), said);
  function redact(said: unknown): unknown {
    if (typeof said === 'string') return text(said);
    if (Array.isArray(said)) return said.map(redact);
    if (typeof said !== 'object' || said === null) return said;
    return Object.fromEntries(Object.entries(said).map(([key, value]) => [key, redact(value)]));
  }
  return (event) => {
    const data: Record<string, unknown> = { ...event.data };
    for (const field of ['error', 'metadata', 'description', 'refused'])
      if (field in data) data[field] = redact(data[field]);
    return { ...event, message: text(event.message), data } as unknown as NewEvent;
  };
}
