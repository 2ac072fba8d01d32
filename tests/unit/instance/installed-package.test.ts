import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hashOf } from '$lib/base/hash';
import { addNotebookFile } from '$lib/instance/node/add-notebook-file';
import { installedPackage } from '$lib/instance/node/installed-package';
import { writePackageFile } from '$lib/notebook/package-file';
import { readPin } from '$lib/notebook/package-pin';
import { notebookText, openHome } from '../../fixtures/open-home';
import { temporaryFolder } from '../../temporary-folder';

test('Node takes what npm has installed beside the notebook, if it is the version that is pinned', async () => {
  const folder = temporaryFolder();
  const install = (name: string, json: object, files: Record<string, string>) => {
    const at = join(folder, 'node_modules', name);
    mkdirSync(at, { recursive: true });
    writeFileSync(join(at, 'package.json'), JSON.stringify({ name, version: '1.2.3', ...json }));
    for (const [path, text] of Object.entries(files)) writeFileSync(join(at, path), text);
  };
  install('esm', { type: 'module', exports: { '.': { import: './a.js', require: './b.cjs' } } }, { 'a.js': 'export const from = "import"; export default 1;', 'b.cjs': 'exports.from = "require";' }); // prettier-ignore
  install(
    'common',
    { main: 'main' },
    { 'main.js': 'exports.from = "main";', 'part.js': 'exports.from = "part";' },
  );
  const from = async (pin: string) => {
    const text = await installedPackage(join(folder, 'deep'), readPin(pin)!);
    return text && (await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(text)}`)).from;
  };
  expect(await from('npm:esm@1.2.3')).toBe('import');
  expect(await from('npm:common@1.2.3')).toBe('main');
  expect(await from('npm:common@1.2.3/part')).toBe('part');
  expect(await from('npm:esm@1.2.4')).toBeUndefined();
  expect(await from('npm:esm@1.2.3/hidden')).toBeUndefined();
  expect(await from('npm:nowhere@1.2.3')).toBeUndefined();
});

test('a notebook in Node has what its instance keeps by hash, else what lies beside it', async () => {
  const { instance } = await openHome();
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'node_modules/beside'), { recursive: true });
  writeFileSync(join(folder, 'node_modules/beside/package.json'), '{ "name": "beside", "version": "1.0.0" }');
  writeFileSync(join(folder, 'node_modules/beside/index.js'), 'exports.where = "beside";');
  const bytes = writePackageFile({ package: 'kept@1.0.0', code: 'export const where = "kept";' });
  const hash = hashOf(bytes);
  const imports = { kept: `npm:kept@1.0.0#${hash}`, beside: 'npm:beside@1.0.0' };
  const header = `// %% [notebook] {"format":1}\n// ${JSON.stringify({ imports })}\n\n`;
  const cells = notebookText('import { where as a } from "kept";\nimport { where as b } from "beside";\nexport const where = asset({ metadata: { a, b } }, () => 1);'); // prettier-ignore
  writeFileSync(join(folder, 'two.nb.ts'), header + cells);
  const name = await addNotebookFile(instance, join(folder, 'two.nb.ts'));
  expect(await instance.keepPackage({ notebookId: name, bytes })).toBe(hash);
  const { errors, snapshot } = await instance.loadLocation(name);
  expect(errors).toEqual([]);
  expect(JSON.stringify(snapshot.assets[0]?.metadata)).toMatch(/"kept"[\s\S]*"beside"/);
  expect(await instance.packageSizes([hash, 'b'.repeat(64)])).toEqual({ [hash]: bytes.length });

  await instance.distrustNotebook(name);
  await expect(instance.keepPackage({ notebookId: name, bytes })).rejects.toThrow('only shown');
});
