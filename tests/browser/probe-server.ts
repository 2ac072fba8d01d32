import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Origin of a server that takes down every request: what code that should have no network must never reach. */
    readonly probe: string;
  }
}

/** `GET /seen` gives the first path segments of all requests so far, WebSocket upgrades too, and forgets them. */
export default async function setup({ provide }: TestProject): Promise<() => void> {
  let seen: string[] = [];
  const note = (url = '/') => seen.push(new URL(url, 'http://probe').pathname.split('/')[1]!);

  const server = createServer((request, response) => {
    response.setHeader('access-control-allow-origin', '*');
    if (request.url === '/seen') {
      response.end(JSON.stringify(seen));
      seen = [];
      return;
    }
    note(request.url);
    const isScript = request.url!.endsWith('.js');
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/plain');
    response.end(isScript ? 'export default "reached"' : 'reached');
  });
  server.on('upgrade', (request, socket) => {
    note(request.url);
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  provide('probe', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  return () => {
    server.close();
    server.closeAllConnections();
  };
}
