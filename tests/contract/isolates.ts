import { afterAll, beforeAll } from 'vitest';
import type { AskInstance } from '$lib/definitions/instance-question';
import type { Isolate, IsolateHost, LoadResult, ReadAttachment } from '$lib/location/isolate';
import { type FindPackage, moduleTexts } from '$lib/location/module-texts';
import { shippedTexts } from '$lib/location/shipped-texts';
import type { StepMessage } from '$lib/location/step-protocol';
import { compileCells } from '../fixtures/compile-cells';
import { filesInMemory } from './run-step';

export interface OpenHost {
  readonly host: IsolateHost;
  close(): void;
}

interface Options {
  readonly attachments?: Record<string, string>;
  readonly read?: ReadAttachment;
  readonly askInstance?: AskInstance;
  readonly modules?: Readonly<Record<string, () => Promise<string>>>;
  /** The header's imports, and what gets the packages that they pin. */
  readonly imports?: Readonly<Record<string, string>>;
  readonly findPackage?: FindPackage;
}

/** Makes a fresh isolate that has loaded these cells. */
export type Load = (
  cells: Record<string, string>,
  options?: Options,
) => Promise<{ readonly isolate: Isolate; readonly result: LoadResult; readonly bundle: string }>;

/** Isolates of a host that is opened for the tests of this suite, with the packages that cells may import. */
export function isolates(open: () => OpenHost): Load {
  let opened: OpenHost;
  beforeAll(() => {
    opened = open();
  });
  afterAll(() => opened.close());

  const noFiles: ReadAttachment = async (path) => {
    throw new Error(`no ${path}`);
  };

  return async (cells, options = {}) => {
    const isolate = await opened.host.create('contract', {
      ...filesInMemory(options.read ?? noFiles),
      askInstance: options.askInstance,
    });
    const notebook = compileCells(cells, options.attachments, options.imports);
    const available = { ...shippedTexts, ...options.modules };
    const modules = await moduleTexts(notebook, available, options.findPackage);
    const result = await isolate.load({ notebook, modules });
    return { isolate, result, bundle: notebook.hash };
  };
}

export const bakery = {
  flour:
    'import { asset, MaterializeResult } from "dagbook";\nexport const flour = asset(() => [{ grams: 500 }]);',
  dough: [
    'export const dough = asset({ ins: { flour } }, ({ flour }, context) => {',
    '  context.log.info(`kneading ${flour.length}`);',
    '  const value = flour.map((row) => ({ ...row, water: row.grams * 0.65 }));',
    '  return new MaterializeResult({ value, metadata: { count: value.length } });',
    '});',
  ].join('\n'),
};

export const said = (heard: readonly StepMessage[]) => heard.map(({ type }) => type);
