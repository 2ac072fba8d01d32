import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

const types = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ts': 'text/plain; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

/**
 * Serves a folder as any static host does, on this machine only. `base` is the path it stands under (`/`, `/sub/`),
 * `port` 0 takes a free one; a port in use rejects with `EADDRINUSE`. `onFile` hears of every file that goes out.
 * @param {{ folder: string, port?: number, base?: string, onFile?: (path: string) => void }} options
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
export function serveFolder({ folder, port = 0, base = '/', onFile }) {
  const server = createServer((request, response) => {
    const { path, search } = parse(request.url ?? '/');
    if (!['GET', 'HEAD'].includes(request.method ?? '')) return response.writeHead(405).end();
    if (!path?.startsWith(base) || isHidden(path)) return response.writeHead(404).end();
    const wanted = join(folder, normalize(path.slice(base.length - 1)));
    if (isFolder(wanted) && !path.endsWith('/'))
      return response.writeHead(308, { location: `${encodeURI(path)}/${search}` }).end();
    const page = isFolder(wanted) ? join(wanted, 'index.html') : wanted;
    const status = isFile(page) ? 200 : 404;
    const file = status === 200 ? page : join(folder, '404.html');
    if (!isFile(file)) return response.writeHead(404).end();
    onFile?.(file);
    response.writeHead(status, {
      'content-type': types[extname(file)] ?? 'application/octet-stream',
      'content-length': statSync(file).size,
      'cache-control':
        path.includes('/_app/immutable/') && status === 200
          ? 'public, max-age=31536000, immutable'
          : 'no-cache',
    });
    if (request.method === 'HEAD') return response.end();
    createReadStream(file)
      .on('error', () => response.destroy())
      .pipe(response);
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () =>
      resolve({
        url: `http://127.0.0.1:${server.address().port}${base}`,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            server.closeAllConnections();
          }),
      }),
    );
  });
}

function parse(url) {
  const [path, query] = url.split('?', 2);
  try {
    const decoded = decodeURIComponent(path);
    if (decoded.includes('\0')) throw new Error('No file has such a name');
    return { path: decoded, search: query === undefined ? '' : `?${query}` };
  } catch {
    return { path: undefined, search: '' };
  }
}

/** Names that begin with a dot: nothing of the app, and the way out of the folder (`..`). */
const isHidden = (path) => /(^|[\\/])\.[^\\/]/.test(path);
const stat = (path) => statSync(path, { throwIfNoEntry: false });
const isFolder = (path) => stat(path)?.isDirectory() ?? false;
const isFile = (path) => stat(path)?.isFile() ?? false;
