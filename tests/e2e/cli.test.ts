import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { dagbookCommand } from './dagbook-command';

const { folder, dagbook, notebook } = dagbookCommand();

const imports = "import { asset, defineAssetJob } from 'dagbook';";
const orders = notebook('orders', {
  imports,
  orders: `export const orders = asset((_, context) => {
  context.log.info('two orders');
  return [{ total: 40 }, { total: 2.5 }];
});`,
  revenue:
    'export const revenue = asset({ ins: { orders } }, ({ orders }) => orders.reduce((sum, { total }) => sum + total, 0));',
  job: "export const first = defineAssetJob({ selection: 'orders' });",
});
const failing = notebook('failing', {
  imports,
  boom: `export const boom = asset(() => {
  throw new Error('no flour');
});`,
  cake: 'export const cake = asset({ ins: { boom } }, () => 1);',
  tea: 'export const tea = asset(() => 1);',
});
const endless = notebook('endless', {
  imports,
  forever: 'export const forever = asset(() => { while (true); });',
});
const wrong = notebook('wrong', {
  imports,
  cake: "export const cake = asset({ ins: { flour: 'flour/' } }, () => 1);\nconst x = ;",
});

test('materialize tells each step as it goes, and the history keeps it', async () => {
  const { status, stdout, stderr } = await dagbook(['asset', 'materialize', '-f', orders]);
  expect(stdout).toMatch(
    /▸ orders\n.*orders: INFO two orders\n.*✓ orders {2}\d+ ms\n.*▸ revenue\n.*✓ revenue/s,
  );
  expect(stdout).toMatch(/SUCCESS in .+\n$/);
  expect(stderr).toContain('Node is no sandbox');
  expect(status).toBe(0);

  const list = await dagbook(['asset', 'list', '-f', orders, '--json']);
  expect(JSON.parse(list.stdout)).toMatchObject([
    { key: 'orders', status: 'FRESH', deps: [] },
    { key: 'revenue', status: 'FRESH', deps: ['orders'] },
  ]);
});

test('with --json standard output is the report and nothing else', async () => {
  const words = ['asset', 'materialize', '-f', orders, '--select', 'key:revenue', '--json'];
  const { status, stdout } = await dagbook(words);
  expect(JSON.parse(stdout)).toEqual({
    runId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    status: 'SUCCESS',
    steps: [{ key: 'revenue', status: 'SUCCESS', durationMs: expect.any(Number) }],
    materializations: [{ assetKey: 'revenue', metadata: expect.any(Object) }],
  });
  expect(status).toBe(0);
});

test('a job selects for itself', async () => {
  const { stdout } = await dagbook(['asset', 'materialize', '-f', orders, '--job', 'first', '--json']);
  expect(JSON.parse(stdout)).toMatchObject({ status: 'SUCCESS', steps: [{ key: 'orders' }] });
});

test('a failed run names cell and line, leaves the rest alone, and ends with 1', async () => {
  const { status, stdout } = await dagbook(['asset', 'materialize', '-f', failing]);
  expect(stdout).toContain('✗ boom  cell boom, line 2: no flour');
  expect(stdout).toContain('– cake  not run: boom failed');
  expect(stdout).toContain('✓ tea');
  expect(stdout).toMatch(/FAILURE in .+\n$/);
  expect(status).toBe(1);

  const shown = await dagbook(['run', 'show', '-f', failing]);
  expect(shown.stdout).toMatch(/boom +FAILURE.*cake +ABANDONED.*tea +SUCCESS/s);
  expect(shown.stdout).toContain('no flour');
  expect(shown.status).toBe(0);
});

test('Ctrl-C cancels the run, even in an endless loop', async () => {
  let interrupted = false;
  const { status, stdout } = await dagbook(['asset', 'materialize', '-f', endless], (text, interrupt) => {
    if (interrupted || !text.includes('▸ forever')) return;
    interrupted = true;
    interrupt();
  });
  expect(stdout).toContain('– forever  canceled');
  expect(stdout).toMatch(/CANCELED in .+\n$/);
  expect(status).toBe(1);
  const list = await dagbook(['run', 'list', '-f', endless, '--json']);
  expect(JSON.parse(list.stdout)).toMatchObject([{ location: 'endless', status: 'CANCELED' }]);
});

test('wrong definitions are told with cell and remedy, and nothing is run', async () => {
  const validate = await dagbook(['definitions', 'validate', '-f', wrong]);
  expect(validate.stdout).toMatch(/cell cake, line 2/);
  expect(validate.status).toBe(2);
  const materialize = await dagbook(['asset', 'materialize', '-f', wrong, '--json']);
  expect(materialize).toMatchObject({ status: 2, stdout: '' });
  expect(materialize.stderr).toMatch(/cell cake, line 2/);
  const valid = await dagbook(['definitions', 'validate', '-f', orders]);
  expect(valid).toMatchObject({ status: 0, stdout: 'Valid: 2 assets, 1 job.\n' });
});

test.each([
  [['asset', 'materialize'], '--file FILE is missing'],
  [['asset', 'materialize', '-f', 'nowhere.nb.ts'], 'There is no file nowhere.nb.ts'],
  [['asset', 'list', '-f', orders, '--select', 'nope('], 'nope('],
  [['run', 'show', 'nope', '-f', orders], 'There is no run nope'],
  [['asset', 'materialize', '-f', orders, '--job', 'nope'], 'There is no job nope'],
  [['bake'], "There is no command 'bake'"],
])('%j ends with 2 and words on standard error only', async (words, message) => {
  const { status, stdout, stderr } = await dagbook(words);
  expect(stderr).toContain(message);
  expect(stdout).toBe('');
  expect(status).toBe(2);
});

test('there is help, and the instance says where it is', async () => {
  expect((await dagbook(['--help'])).stdout).toContain('  asset materialize  ');
  const help = await dagbook(['asset', 'materialize', '--help']);
  expect(help).toMatchObject({ status: 0, stderr: '' });
  expect(help.stdout).toContain('Usage: dagbook asset materialize');
  const info = await dagbook(['instance', 'info', '-f', orders, '--json']);
  expect(JSON.parse(info.stdout)).toMatchObject({ home: join(folder, '.dagbook') });
  expect(existsSync(join(folder, '.dagbook'))).toBe(true);
});

test('a file is checked without being run, and written in its canonical form', async () => {
  const path = join(folder, 'by-hand.nb.ts');
  const ran = join(folder, 'ran');
  const cell = `import { writeFileSync } from 'node:fs';\nwriteFileSync(${JSON.stringify(ran)}, '');\n`;
  writeFileSync(path, `// %% [notebook]\n// {}\n// %%\n${cell}\n\n// %%\nexport const y = 1;`);
  const checked = await dagbook(['notebook', 'check', path]);
  expect(checked).toMatchObject({ status: 0, stderr: '' });
  expect(checked.stdout).toContain('3 cells, no errors.');
  expect(checked.stdout).toContain('not as dagbook notebook fmt writes it');
  expect(existsSync(ran)).toBe(false);

  expect(await dagbook(['notebook', 'fmt', path])).toMatchObject({ stdout: `Wrote ${path}.\n`, status: 0 });
  expect(readFileSync(path, 'utf8')).toContain(cell);
  expect(await dagbook(['notebook', 'fmt', path])).toMatchObject({ stdout: 'Unchanged.\n', status: 0 });
  expect((await dagbook(['notebook', 'check', path])).stdout).toBe('3 cells, no errors.\n');

  const broken = await dagbook(['notebook', 'check', wrong]);
  expect(broken.stdout).toMatch(/cell cake, line 2/);
  expect(broken.status).toBe(2);
});

test('the cake example materializes', async () => {
  const words = ['asset', 'materialize', '-f', resolve('static/examples/cake.nb.ts'), '--json'];
  const { status, stdout } = await dagbook(words, undefined, join(folder, 'home-of-cake'));
  expect(JSON.parse(stdout)).toMatchObject({ status: 'SUCCESS' });
  expect(status).toBe(0);
});
