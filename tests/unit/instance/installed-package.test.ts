import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { installedPackage } from '$lib/instance/node/installed-package';
import { readPin } from '$lib/notebook/package-pin';
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
