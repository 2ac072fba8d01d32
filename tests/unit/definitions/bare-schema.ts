import type { SchemaIssue, StandardSchema } from '$lib/definitions/standard-schema';

/**
 * A library that speaks Standard Schema and nothing else: it says no JSON Schema, drops what it does not know, and
 * shows what it received. `fields`: name → the `typeof` of its value.
 */
export const bareRecord = (fields: Record<string, string>): StandardSchema => ({
  '~standard': {
    version: 1,
    vendor: 'bare',
    validate(value) {
      if (typeof value !== 'object' || value === null) return { issues: [{ message: 'no record' }] };
      const record = value as Record<string, unknown>;
      const issues: SchemaIssue[] = Object.entries(fields)
        .filter(([name, type]) => typeof record[name] !== type)
        .map(([name, type]) => ({ message: `${type} wanted, ${record[name]} came`, path: [{ key: name }] }));
      if (issues.length > 0) return { issues };
      return { value: Object.fromEntries(Object.keys(fields).map((name) => [name, record[name]])) };
    },
  },
});
