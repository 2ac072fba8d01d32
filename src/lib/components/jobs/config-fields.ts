import { type ConfigEntry, type ConfigPart, entriesAt } from '../launch/config-parts';

/** An entry of a config, by its path from the part's record down: `user.name`. */
export interface ConfigField extends Omit<ConfigEntry, 'sample'> {
  readonly path: string;
}

/** So far records inside records are told; a schema may hold itself. */
const deepest = 4;

/** The entries of a part of a run config, those of a record inside it after their record. */
export function configFields(part: ConfigPart, inside: readonly string[] = []): readonly ConfigField[] {
  if (inside.length === deepest) return [];
  return entriesAt([part], [...part.at, ...inside]).flatMap(({ sample: _, ...entry }) => {
    const names = [...inside, entry.name];
    return [{ ...entry, path: names.join('.') }, ...configFields(part, names)];
  });
}
