import type { Json } from '../../base/json';

/** An entry that a config may have. */
export interface ConfigField {
  /** From the config down: `user.name`. */
  readonly path: string;
  readonly type: string;
  readonly isRequired: boolean;
  readonly default?: Json;
  readonly description?: string;
}

type Schema = { readonly [key: string]: Json };

/** The entries that a JSON Schema describes, those of records inside it after their record; none where it tells none. */
export function configFields(schema: Json | undefined, at = ''): readonly ConfigField[] {
  if (!isSchema(schema) || !isSchema(schema['properties'])) return [];
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  return Object.entries(schema['properties']).flatMap(([name, value]) => {
    if (!isSchema(value)) return [];
    const path = at === '' ? name : `${at}.${name}`;
    const { default: given, description } = value;
    const field: ConfigField = {
      path,
      type: typeOf(value),
      isRequired: required.includes(name) && given === undefined,
      ...(given !== undefined && { default: given }),
      ...(typeof description === 'string' && { description }),
    };
    return [field, ...configFields(value, path)];
  });
}

function typeOf(schema: Schema): string {
  const { type, enum: choices, const: only, items } = schema;
  if (only !== undefined) return JSON.stringify(only);
  if (Array.isArray(choices)) return choices.map((each) => JSON.stringify(each)).join(' | ');
  for (const key of ['anyOf', 'oneOf']) {
    const several = schema[key];
    if (Array.isArray(several))
      return several.map((each) => (isSchema(each) ? typeOf(each) : '?')).join(' | ');
  }
  if (type === 'array') return `${isSchema(items) ? typeOf(items) : 'any'}[]`;
  if (Array.isArray(type)) return type.join(' | ');
  return typeof type === 'string' ? type : 'any';
}

const isSchema = (value: Json | undefined): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
