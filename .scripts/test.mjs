import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepare, run } from './install.mjs';

await prepare();
const { findChromium } = await import('./chromium.mjs');

const chromium = await findChromium();
if (chromium) process.env.CHROMIUM = chromium;
const reports = mkdtempSync(join(tmpdir(), 'dagbook-test-'));
const total = { passed: 0, failed: 0 };

await step('generated types', 'node', ['.scripts/prepare-types.mjs']);
const built = Promise.withResolvers();
// Two lanes for two cores: each takes what comes next, the long ones first, so that both end at about the same time.
const waiting = [
  async () => built.resolve(await build()),
  () => tests('node'),
  ...['1/3', '2/3', '3/3'].map((shard) => () => endToEnd(shard)),
  () => (chromium ? tests('browser') : count('browser and end-to-end tests', false, 0, 'No Chromium.\n')),
  () => step('types', 'svelte-check', ['--tsconfig', 'tsconfig.json', '--output', 'human']),
  () => step('lint', 'eslint', ['--config', '.config/eslint.config.js', '--max-warnings', '0', '.']),
  () => step('format', 'prettier', ['--check', '--log-level', 'warn', '.']),
  () => step('types of workers', 'tsc', ['-p', '.config/tsconfig.worker.json']),
  () => step('arrows of the house', 'npm', ['run', '--silent', 'arrows']),
];
const lane = async () => {
  for (let next = waiting.shift(); next; next = waiting.shift()) await next();
};
await Promise.all([lane(), lane()]);
rmSync(reports, { recursive: true });
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 ? 0 : 1);

/** One command that passes or fails as a whole; its output is shown only where it failed. */
async function step(name, command, args) {
  const { ok, seconds, output } = await timed(command, args);
  count(name, ok, seconds, output);
  return ok;
}

async function build() {
  const app = await step('build of the app', 'node', ['.scripts/build.mjs']);
  return (await step('build of the package', 'node', ['.scripts/package.mjs'])) && app;
}

async function endToEnd(shard) {
  if (!(await built.promise)) count(`end-to-end tests ${shard}`, false, 0, 'Nothing was built to test.\n');
  else if (chromium) await tests('e2e', shard);
}

async function tests(project, shard) {
  const report = join(reports, `${project}-${shard?.[0]}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const { ok, seconds, output } = await timed('vitest', [
    'run',
    '--project',
    project,
    ...(shard ? [`--shard=${shard}`] : []),
    ...reporters,
  ]);
  const { numPassedTests: passed, numFailedTests: failed } = readReport(report);
  total.passed += passed;
  // A file that cannot be loaded has no failed test, yet the run failed.
  total.failed += ok ? failed : Math.max(failed, 1);
  say(`${project} tests${shard ? ` ${shard}` : ''}: ${passed} passed, ${failed} failed`, ok, seconds, output);
}

async function timed(command, args) {
  const start = Date.now();
  let output = '';
  const status = await run(command, args, { capture: (text) => (output += text) });
  return { ok: status === 0, seconds: Math.round((Date.now() - start) / 1000), output };
}

function count(name, ok, seconds, output) {
  total[ok ? 'passed' : 'failed'] += 1;
  say(name, ok, seconds, output);
}

function say(name, ok, seconds, output) {
  console.log(`${ok ? '✓' : '✗'} ${name} (${seconds} s)${ok ? '' : `\n${output}`}`);
}

function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return { numPassedTests: 0, numFailedTests: 0 };
  }
}
