import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

/** A project of somebody else, with the packed `dagbook` installed and no network. */
const project = mkdtempSync(join(tmpdir(), 'dagbook-package-'));
afterAll(() => rmSync(project, { recursive: true }));

const npm = (cwd: string, ...words: string[]) =>
  execFileSync('npm', [...words, '--offline', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd,
    encoding: 'utf8',
  });

const run = (command: string, ...words: string[]) => {
  const { status, stdout, stderr } = spawnSync(command, words, { cwd: project, encoding: 'utf8' });
  return { status, output: stdout + stderr };
};

beforeAll(() => {
  npm('.', 'pack', '--ignore-scripts', '--pack-destination', project);
  writeFileSync(join(project, 'package.json'), JSON.stringify({ type: 'module', private: true }));
  const tarball = readdirSync(project).find((name) => name.endsWith('.tgz'));
  npm(project, 'install', `./${tarball}`);
  writeFileSync(
    join(project, 'orders.nb.ts'),
    `import { asset } from "dagbook";
export const orders = asset(() => [{ total: 40 }, { total: 2.5 }]);
export const revenue = asset({ ins: { orders } }, ({ orders }) => orders.reduce((sum, { total }) => sum + total, 0));
`,
  );
});

const typeCheck = (file: string) =>
  run(
    process.execPath, resolve('node_modules/typescript/bin/tsc'), '--noEmit', '--strict', '--erasableSyntaxOnly',
    '--verbatimModuleSyntax', '--target', 'esnext', '--module', 'nodenext', '--allowImportingTsExtensions', file,
  ); // prettier-ignore

test('a notebook type-checks against the installed types', () => {
  expect(typeCheck('orders.nb.ts')).toEqual({ status: 0, output: '' });
});

test('a field that an upstream asset does not have is a type error', () => {
  writeFileSync(
    join(project, 'wrong.nb.ts'),
    `import { asset } from "dagbook";
import { orders } from "./orders.nb.ts";
export const wrong = asset({ ins: { orders } }, ({ orders }) => orders.map((order) => order.totl));
`,
  );
  const { status, output } = typeCheck('wrong.nb.ts');
  expect(status).not.toBe(0);
  expect(output).toContain("Property 'totl' does not exist");
});

test('plain Node runs the file', () => {
  expect(run(process.execPath, 'orders.nb.ts')).toEqual({ status: 0, output: '' });
});

test('a test in plain Node materializes what it imports', () => {
  writeFileSync(
    join(project, 'orders.check.ts'),
    `import { materialize } from "dagbook/testing";
import * as orders from "./orders.nb.ts";
const result = await materialize(orders);
console.log(result.assetValue("revenue"));
`,
  );
  expect(typeCheck('orders.check.ts')).toEqual({ status: 0, output: '' });
  expect(run(process.execPath, '--no-warnings', 'orders.check.ts')).toEqual({ status: 0, output: '42.5\n' });
});

test('the command is installed', () => {
  const { status, output } = run('npx', '--offline', 'dagbook', '--help');
  expect(output).toContain('asset materialize');
  expect(status).toBe(0);
});
