import { prepare } from './install.mjs';

// npm changes into this folder; file names on the command line are meant from where the user stands.
const userFolder = process.env.INIT_CWD ?? process.cwd();
await prepare();
const { buildPackage } = await import('./package.mjs');
const status = await buildPackage();
if (status !== 0) process.exit(status);
process.chdir(userFolder);
await import('../dist/cli.js');
