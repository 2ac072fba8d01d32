import { build, stop } from 'esbuild-wasm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readPackageFile } from '$lib/notebook/package-file';
import { readPin, writePin } from '$lib/notebook/package-pin';
import { fetchPackage } from '$lib/packages/fetch-package';
import { startRegistry } from '../../fixtures/package-registry';

const link = {
  header: { name: 'package/link.js', size: 0, type: 'symlink', linkname: '/etc/passwd' },
} as const;
const climbing = { header: { name: 'package/../../evil.js', size: 1 }, body: '1' } as const;

/** Each shows one way in which packages say what is to be imported. */
const published = {
  'esm@1.0.0': {
    'package.json':
      '{ "type": "module", "exports": { ".": { "types": "./index.d.ts", "default": "./index.js" }, "./part": "./part/index.js" }, "dependencies": { "inner": "^1.0.0" } }',
    'index.js':
      'import { twice } from "inner"; export const four = twice(2); export { default } from "./part/index.js";',
    'index.d.ts': 'import { Twice } from "inner";\nexport const four: ReturnType<Twice>;',
    'part/index.js': 'export default "part";',
  },
  'inner@1.0.0': { 'index.js': 'exports.twice = (n) => n + n;' },
  'inner@1.5.0': {
    'package.json': '{ "main": "lib", "module": "lib/index.mjs", "types": "lib/types" }',
    'lib/index.mjs': 'export const twice = (n) => 2 * n;',
    'lib/types.d.ts': 'export type Twice = (n: number) => number;',
  },
  'inner@2.0.0': { 'index.js': 'exports.twice = () => "another major version";' },
  'common@1.0.0': {
    'package.json': '{ "main": "main", "browser": { "./node.js": "./web.js", "crypto": false } }',
    'main.js':
      'exports.where = require("./node"); exports.fs = () => require("fs"); exports.none = require("crypto"); Object.assign(exports, {}); exports.delete = 1; module.exports.more = require("./more.json").n;',
    'node.js': 'module.exports = "node";',
    'web.js': 'module.exports = process.env.NODE_ENV + " web";',
    'more.json': '{ "n": 3 }',
  },
  'untyped@2.1.0': { 'index.js': 'module.exports = () => 1;' },
  '@types/untyped@2.0.1': { 'index.d.ts': 'declare const f: () => number;\nexport = f;' },
  '@types/untyped@3.0.0': { 'index.d.ts': 'declare const f: () => string;\nexport = f;' },
  'types-only@1.0.0': { 'package.json': '{ "types": "index.d.ts" }', 'index.d.ts': 'export type T = 1;' },
  'lost-dependency@1.0.0': {
    'index.js': 'import "nowhere";',
    'package.json': '{ "dependencies": { "nowhere": "1" } }',
  },
  'undeclared@1.0.0': { 'index.js': 'import "inner";' },
  'torn@1.0.0': { 'index.js': 'import "./gone.js";' },
  'broken@1.0.0': { 'index.js': 'export const = 1;' },
  'unfit@1.0.0': {
    'index.js': 'import "inner";',
    'package.json': '{ "dependencies": { "inner": "^9.0.0" } }',
  },
  'linked@1.0.0': { 'index.js': '1', 'link.js': link },
  'climbing@1.0.0': { 'index.js': '1', 'evil.js': climbing },
  'forged@1.0.0': { files: { 'index.js': '1' }, integrity: `sha512-${btoa('x'.repeat(64))}` },
  'unsigned@1.0.0': { files: { 'index.js': '1' }, integrity: '' },
  'bomb@1.0.0': { 'index.js': ' '.repeat(160_000_000) },
};

let registry: Awaited<ReturnType<typeof startRegistry>>;
beforeAll(async () => {
  registry = await startRegistry(published);
});
afterAll(async () => {
  registry.close();
  await stop();
});

async function fetched(name: string, { range = '', path = '', dependencies = [] as readonly string[] } = {}) {
  const sources = { source: registry.url, jsr: registry.url };
  const request = { sources, name, range, path, dependencies };
  const { pin, bytes } = await fetchPackage(request, build as never);
  const file = readPackageFile(bytes);
  const module: Record<string, unknown> = await import(/* @vite-ignore */ `data:text/javascript;base64,${Buffer.from(file.code).toString('base64')}`); // prettier-ignore
  return {
    pin,
    bytes,
    module,
    types: file.types as { entry: string; files: Record<string, string> } | undefined,
  };
}

describe('a package', () => {
  test('comes as one module, with what it needs in versions that fit, and with its types', async () => {
    const { pin, module, types } = await fetched('esm');
    expect([module.four, module.default]).toEqual([4, 'part']);
    expect(pin).toEqual({ name: 'esm', version: '1.0.0', path: '', dependencies: ['inner@1.5.0'] });
    expect(types).toMatchObject({
      entry: 'esm@1.0.0/index.d.ts',
      links: { 'esm@1.0.0/index.d.ts': { inner: 'inner@1.5.0/lib/types.d.ts' } },
    });
    expect(Object.keys(types!.files)).toHaveLength(2);
  });

  test('of JSR comes from a source of its own, where what it needs of npm does not', async () => {
    const jsr = await startRegistry({
      '@jsr/std__more@1.0.0': {
        'package.json': '{ "type": "module", "dependencies": { "@jsr/std__one": "^1", "inner": "^1" } }',
        'index.js':
          'import one from "@jsr/std__one"; import { twice } from "inner"; export const more = twice(one);',
      },
      '@jsr/std__one@1.0.0': { 'package.json': '{ "type": "module" }', 'index.js': 'export default 1;' },
    });
    const request = { name: '@jsr/std__more', range: '', path: '', dependencies: [] };
    const sources = { source: registry.url, jsr: jsr.url };
    const { pin, bytes } = await fetchPackage({ ...request, sources }, build as never);
    jsr.close();
    expect(pin.dependencies).toEqual(['@jsr/std__one@1.0.0', 'inner@1.5.0']);
    expect(readPin(writePin(pin))).toEqual(pin);
    expect(readPackageFile(bytes).code).toContain('more');
    expect(jsr.asked.filter((path) => path.includes('inner'))).toEqual([]);
  });

  test('is the same again, bytes and all, by the versions that its pin names', async () => {
    const old = await fetched('esm', { dependencies: ['inner@1.0.0'] });
    expect(old.pin.dependencies).toEqual(['inner@1.0.0']);
    expect(old.module.four).toBe(4);
    const again = await fetched('esm', { range: '1.0.0', dependencies: old.pin.dependencies });
    expect(Buffer.compare(again.bytes, old.bytes)).toBe(0);
    expect(Buffer.compare((await fetched('esm')).bytes, old.bytes)).not.toBe(0);
  });

  test('may be a part of one', async () => {
    const { pin, module } = await fetched('esm', { path: '/part' });
    expect([pin.path, module.default]).toEqual(['/part', 'part']);
  });

  test('of CommonJS has the names that Node finds, and what browsers have in place of files', async () => {
    const { module } = await fetched('common');
    expect(module).toMatchObject({ where: 'production web', none: {}, delete: 1, more: 3 });
    expect((module.default as { more: number }).more).toBe(3);
    expect(module.fs).toThrow('"fs" is not in a notebook\'s sandbox');
  });

  test('without types has those of its major version from @types', async () => {
    const { pin, types } = await fetched('untyped');
    expect([types?.entry, pin.dependencies]).toEqual(['@types/untyped@2.0.1/index.d.ts', ['@types/untyped@2.0.1']]); // prettier-ignore
  });
});

test.each([
  ['nobody-has', 'PackageNotFound', /has no package nobody-has/],
  ['esm@^3', 'VersionNotFound', /no version "\^3" of esm/],
  ['esm@next', 'VersionNotFound', /no version "next"/],
  ['esm/hidden', 'BadPackage', /no part "hidden"/],
  ['types-only', 'BadPackage', /no module to import/],
  ['lost-dependency', 'PackageNotFound', /no package nowhere/],
  ['unfit', 'VersionNotFound', /no version "\^9.0.0" of inner/],
  ['undeclared', 'BadPackage', /undeclared@1.0.0 imports inner, on which it does not depend/],
  ['torn', 'BadPackage', /lacks .\/gone.js, which index.js imports/],
  ['broken', 'BadPackage', /cannot be made one module \(Expected identifier/],
  ['linked', 'BadPackage', /"package\/link.js" is a link/],
  ['climbing', 'BadPackage', /"package\/..\/..\/evil.js" leads out of it/],
  ['forged', 'BadPackage', /not those that the registry promises/],
  ['unsigned', 'BadPackage', /not those that the registry promises/],
  ['bomb', 'BadPackage', /unpacked it is larger than 150 MB/],
])('%s is refused: %s', async (wanted, name, message) => {
  const [, title = '', path = '', range = ''] = /^([^@/]+)(\/[^@]+)?(?:@(.+))?$/.exec(wanted)!;
  await expect(fetched(title, { path, range })).rejects.toMatchObject({
    name,
    message: expect.stringMatching(message),
    remedy: expect.any(String),
  });
});

test('a source that does not answer, or not as a registry, is named', async () => {
  const request = { name: 'esm', range: '', path: '', dependencies: [] };
  await expect(
    fetchPackage(
      { ...request, sources: { source: 'http://localhost:1', jsr: registry.url } },
      build as never,
    ),
  ).rejects.toThrow('The package source http://localhost:1 cannot be used: there is no answer');
});
