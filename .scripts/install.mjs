// Plain Node 20 with nothing installed must be able to run this file: builtins only.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
const binaries = join(root, 'node_modules/.bin');

/**
 * Installs what package-lock.json asks for and is not there, then goes on in the Node of node_modules: it starts this
 * process' script again where another Node runs it. Resolves only in the right one.
 */
export async function prepare() {
  process.chdir(root);
  if (!isInstalled()) {
    console.error('Installing packages …');
    // Not `npm ci`: it refuses a lock that lacks a binary of some other platform, which registries may not have.
    const flags = ['--no-save', '--no-audit', '--no-fund', '--loglevel=error'];
    if ((await run('npm', ['install', ...flags], { quiet: true })) !== 0) process.exit(1);
  }
  process.env.PATH = binaries + delimiter + process.env.PATH;
  const own = join(binaries, 'node');
  if (existsSync(own) && realpathSync(own) !== realpathSync(process.execPath))
    process.exit(await run(own, process.argv.slice(1)));
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 22 || (major === 22 && minor < 17)) {
    console.error(
      `Node ${process.versions.node} is too old, and the package "node" has none for this machine.`,
    );
    console.error('Install Node 24 from https://nodejs.org and run the same command again.');
    process.exit(1);
  }
}

/** npm notes what it installed in a lock of its own; comparing it finds missing and outdated packages alike. */
function isInstalled() {
  const note = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(note)) return false;
  const { packages: installed } = JSON.parse(readFileSync(note, 'utf8'));
  const { packages: wanted } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  return Object.entries(wanted).every(
    ([path, { version, optional }]) => path === '' || optional || installed[path]?.version === version,
  );
}

/**
 * Runs to the end and answers the exit status. `capture` collects what it prints instead of showing it; `quiet` shows
 * what it prints to stdout on stderr.
 */
export function run(command, args, { quiet = false, capture, env = process.env } = {}) {
  const out = capture ? 'pipe' : quiet ? 2 : 'inherit';
  // Ctrl-C reaches the child too: we end when it has ended.
  const wait = () => {};
  process.on('SIGINT', wait);
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env,
      stdio: ['inherit', out, capture ? 'pipe' : 'inherit'],
    });
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', capture);
    child.on('error', (error) => {
      console.error(`${command}: ${error.message}`);
      resolve(127);
    });
    child.on('close', (code, signal) => {
      process.off('SIGINT', wait);
      resolve(code ?? (signal === 'SIGINT' ? 130 : 1));
    });
  });
}
