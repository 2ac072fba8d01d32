import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import kernelText from 'virtual:isolate-text';
import { describe, expect, test } from 'vitest';
import { FilePaths } from '$lib/artifacts/file/file-paths';
import { pathStores } from '$lib/artifacts/path-stores';
import { nodeIsolateHost } from '$lib/location/node/isolate-host';
import { compileCells } from '../../fixtures/compile-cells';
import { isolateHostContract } from '../../contract/isolate-host.contract';
import { temporaryFolder } from '../../temporary-folder';
import { filesInMemory, request, run } from '../../contract/run-step';

describe('isolates in Node', () => {
  isolateHostContract(() => ({
    host: nodeIsolateHost(kernelText),
    close() {},
  }));
});

async function load(body: string) {
  const host = nodeIsolateHost(kernelText, { resourceLimits: { maxOldGenerationSizeMb: 32 } });
  const isolate = await host.create('deaths', filesInMemory());
  const notebook = compileCells({
    a: `import { asset } from "dagbook";\nexport const a = asset(async () => { ${body} });`,
  });
  await isolate.load({ notebook, modules: {} });
  return { isolate, bundle: notebook.hash };
}

test.each([
  ['process.exit(7)', /ended it: exit code 7/],
  ['const all = []; for (;;) all.push(new Array(1000).fill({}).map(() => ({})))', /ran out of memory/],
])('the isolate dies of `%s` with the reason', async (body, reason) => {
  const { isolate, bundle } = await load(body);
  const step = isolate.execute(request({ bundle, node: 'a' }), () => {});
  await expect(step).rejects.toThrow(reason);
  expect((await isolate.died).message).toMatch(reason);
  await expect(isolate.ping()).rejects.toThrow(reason);
});

test('an isolate sees no environment of its host, and what it writes to stdout is of its step', async () => {
  process.env.SECRET_OF_THE_HOST = 'x';
  const { isolate, bundle } = await load('process.stdout.write("plain\\n"); return Object.keys(process.env)');
  const { heard, value } = await run(isolate, { bundle, node: 'a' });
  expect(value).toEqual([]);
  expect(heard).toContainEqual(expect.objectContaining({ type: 'console', stream: 'stdout', text: 'plain' }));
  isolate.terminate();
});

test('the files of an IO manager lie where Dagster puts them, in the folder of their location (io-01)', async () => {
  const home = temporaryFolder();
  const stores = pathStores({ files: (location) => new FilePaths(join(home, location)) }, 'files');
  const files = { readAttachment: async () => new Uint8Array(), store: stores('bakery') };
  const isolate = await nodeIsolateHost(kernelText).create('bakery', files);
  const notebook = compileCells({
    a: 'import { asset, filesystemIOManager } from "dagbook";\nexport const disk = filesystemIOManager({ baseDir: "base" });\nexport const a = asset({ keyPrefix: "p", ioManagerKey: "disk" }, () => [1, 2]);',
  });
  await isolate.load({ notebook, modules: {} });
  const output = { name: 'result', assetKey: 'p/a', isRequired: true, ioManagerKey: 'disk', path: 'p/a' };
  const { heard } = await run(isolate, {
    bundle: notebook.hash,
    node: 'p__a',
    resources: { keys: ['disk'] },
    outputs: [output],
  });
  expect(heard.at(-1)).toMatchObject({ type: 'succeeded' });
  expect(readFileSync(join(home, 'bakery/base/p/a'), 'utf8')).toBe('json\n[1,2]');
  isolate.terminate();
});
