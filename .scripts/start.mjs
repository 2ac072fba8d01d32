import { parseArgs } from 'node:util';
import { prepare, run } from './install.mjs';
import { isFresh } from './sources.mjs';
import { serveFolder } from './static-server.mjs';

await prepare();
const { values } = parseArgs({ options: { port: { type: 'string', default: '4173' } } });

if (!isFresh('build')) {
  console.log('Building the app …');
  let output = '';
  const status = await run('node', ['.scripts/build.mjs'], { capture: (text) => (output += text) });
  if (status !== 0) {
    console.error(output);
    process.exit(status);
  }
}
const server = await serveOnFreePort(Number(values.port));
console.log(`\n  Dagbook: ${server.url}   (Ctrl-C ends)\n`);
for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => void server.close().then(() => process.exit(0)));

async function serveOnFreePort(port) {
  try {
    return await serveFolder({ folder: 'build', port });
  } catch (error) {
    if (error.code !== 'EADDRINUSE') throw error;
    return serveOnFreePort(port + 1);
  }
}
