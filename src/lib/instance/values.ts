import type { ArtifactStore } from '../artifacts/artifact-store';
import { readValue } from '../artifacts/default-io-manager';
import type { ValueEngine } from '../artifacts/view/value-engine';
import type { EncodedValue } from '../artifacts/codec';
import type { Clock, Timers } from '../base/clock';
import type { ValuePointer } from '../events/event';
import type { Storage } from '../storage/storage';
import type { Environment } from './environment';
import type { Locations } from './locations';
import type { Trusts } from './trust';
import type { ValueCalls } from './value-calls';
import { keptViews } from './kept-views';
import { viewCells } from './view-cells';
import { keepViewsRunning, keepViewValue, storedViewValues, viewsRun } from './view-values';

/** Starts an engine that reads encoded values by the function it is given. */
export type StartValues = (read: (pointer: ValuePointer) => Promise<EncodedValue | undefined>) => ValueEngine;

/** Stored values: their bytes, and what an engine sees in them. */
export function valueCommands(parts: {
  readonly storage: Storage;
  readonly artifacts: ArtifactStore;
  readonly startValues: StartValues;
  readonly readFile: (hash: string) => Promise<Uint8Array | undefined>;
  readonly locations: Locations;
  readonly trusts: Trusts;
  readonly environment: Environment;
  readonly clock: Clock;
  readonly timers?: Timers;
}): ValueCalls {
  const { storage, artifacts, startValues, readFile } = parts;
  const readStored = (pointer: ValuePointer) =>
    readValue(pointer, { getInline: (hash) => storage.getValue(hash), artifacts });
  const views = viewCells({ ...parts, readStored });
  const read = async (pointer: ValuePointer): Promise<EncodedValue | undefined> => {
    const stored = await readStored(pointer);
    if (stored) return stored;
    const bytes = await views.shown(pointer);
    return bytes && { codec: pointer.codec, bytes };
  };
  const engine = startValues(read);
  return {
    async value(pointer) {
      const value = await read(pointer);
      return value && { ...pointer, bytes: value.bytes };
    },
    viewValue: (pointer) => engine.view(pointer),
    viewValues: (location) => storedViewValues(storage, location),
    setViewValue: (...args) => keepViewValue(storage, ...args),
    evaluateViewCell: views.evaluate,
    shownViews: (location) => keptViews(storage, location),
    viewsRunThemselves: (location) => viewsRun(storage, location),
    letViewsRunThemselves: (location, isOn) => keepViewsRunning(storage, location, isOn),
    async describeFile(path, hash) {
      const bytes = await readFile(hash);
      return bytes && engine.describeFile(path, bytes);
    },
    valueLines: (pointer, path, from, to) => engine.lines(pointer, path, from, to),
    tableRows: (pointer, query, page) => engine.rows(pointer, query, page),
    summarizeColumn: (pointer, column) => engine.summary(pointer, column),
    compareValues: (older, newer, query) => engine.compare(older, newer, query),
    exportValue: (pointer, format) => engine.export(pointer, format),
  };
}
