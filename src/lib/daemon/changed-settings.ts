import { stableJson } from '../base/stable-json';
import type { Json } from '../base/json';
import type { GivenSettings, InstanceSettings } from './settings-types';

/** What of the settings is not as in `defaults`: all that is stored of them, so that defaults may change later. */
export const changedSettings = (settings: InstanceSettings, defaults: InstanceSettings): GivenSettings =>
  (changed(settings as unknown as Json, defaults as unknown as Json) ?? {}) as GivenSettings;

function changed(value: Json, standard: Json | undefined): Json | undefined {
  if (!isRecord(value) || !isRecord(standard))
    return standard !== undefined && stableJson(value) === stableJson(standard) ? undefined : value;
  const entries = Object.entries(value).flatMap(([name, inner]) => {
    const own = changed(inner, standard[name]);
    return own === undefined ? [] : [[name, own] as const];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

const isRecord = (value: Json | undefined): value is { readonly [name: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
