import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import kernelText from 'virtual:isolate-text';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { nodeIsolateHost } from '$lib/location/node/isolate-host';
import { limits } from '$lib/location/boundary/limits';
import { isGrantedHost } from '$lib/notebook/permissions';
import { compileCells } from '../../fixtures/compile-cells';
import { filesInMemory, request, run } from '../../contract/run-step';
import { hostile } from './hostile-isolate';

// Code in an isolate fetches by its host, which asks for each address whether that was granted.

const seen: string[] = [];
/** A request that is never answered: it has come, and its caller has gone. */
const hanging = () => ({
  hasCome: false,
  come: Promise.withResolvers<void>(),
  gone: Promise.withResolvers<void>(),
});
let hangs = hanging();

async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, host: `localhost:${(server.address() as AddressInfo).port}` };
}

let granted: Awaited<ReturnType<typeof serve>>;
let other: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
  other = await serve(({ url, headers }, response) => {
    seen.push(`other ${url} ${headers.authorization ?? 'nobody'}`);
    response.end('of the other');
  });
  granted = await serve(async (request, response) => {
    const { url, method, headers } = request;
    seen.push(`${method} ${url}`);
    const goOn = (status: number, location: string) => response.writeHead(status, { location }).end();
    if (url === '/echo') {
      response.writeHead(201, 'Made', { 'x-told': headers['x-tell'] ?? 'nothing' });
      request.pipe(response);
    } else if (url === '/none') response.writeHead(204).end();
    else if (url === '/around') goOn(307, '/echo');
    else if (url === '/form') goOn(302, '/plain');
    else if (url === '/round') goOn(302, '/round');
    else if (url === '/away') goOn(302, `http://${other.host}/stolen`);
    else if (url === '/hang') {
      hangs.hasCome = true;
      hangs.come.resolve();
      response.once('close', hangs.gone.resolve);
    } else if (url === '/has-come') response.end(String(hangs.hasCome));
    else response.end('plain');
  });
});
afterAll(() => {
  for (const { server } of [granted, other]) {
    server.close();
    server.closeAllConnections();
  }
});
beforeEach(() => void (seen.length = 0));

async function open(body: string, hosts: readonly string[] = [granted.host]) {
  const mayReach = async (url: URL) => hosts.some((host) => isGrantedHost(host, url));
  const isolate = await nodeIsolateHost(kernelText).create('net', { ...filesInMemory(), mayReach });
  const code = `import { asset } from "dagbook";\nconst home = "http://${granted.host}";\nexport const a = asset(async () => { ${body} });`;
  const notebook = compileCells({ a: code });
  await isolate.load({ notebook, modules: {} });
  return { isolate, wish: { bundle: notebook.hash, node: 'a' } };
}

/** What the function answers, or how it failed. */
async function answerOf(body: string, hosts?: readonly string[]) {
  const { isolate, wish } = await open(body, hosts);
  const { heard, value } = await run(isolate, wish);
  isolate.terminate();
  const last = heard.at(-1)!;
  return last.type === 'failed' ? last.error : value;
}

test('a cell fetches as everywhere: method, headers, body, status, and what came back', async () => {
  const answer = await answerOf(
    `const response = await fetch(new URL("/echo", home), { method: "PUT", headers: { "X-Tell": "hello" }, body: new Blob(["rows"]) });
    const bare = await fetch(home + "/none");
    const { status, statusText, ok, url, redirected } = response;
    return [status, statusText, ok, url === home + "/echo", redirected, response.headers.get("x-told"), await response.text(), response instanceof Response, bare.status, bare.body];`,
  );
  expect(answer).toEqual([201, 'Made', true, true, false, 'hello', 'rows', true, 204, null]);
});

test('a host that was not granted hears nothing; the error names it and what to do', async () => {
  const refused = {
    name: 'HostNotGranted',
    message: `This notebook may not talk to ${granted.host}`,
    remedy: expect.stringContaining(`"permissions": {"hosts": ["${granted.host}"]}`),
  };
  expect(await answerOf('return (await fetch(home)).status', [])).toMatchObject(refused);
  expect(await answerOf('return (await fetch(home)).status', [other.host])).toMatchObject(refused);
  expect(await answerOf('await fetch("http://example.com")')).toMatchObject({
    remedy: expect.stringContaining('Ask by https://'),
  });
  expect(seen).toEqual([]);
});

test('a redirect is followed as far as hosts were granted, and takes no secret along', async () => {
  const put = (path: string) =>
    `const response = await fetch(home + "${path}", { method: "POST", body: "rows", headers: { authorization: "Bearer x" } }); return [response.redirected, await response.text()]`;
  expect(await answerOf(put('/around'))).toEqual([true, 'rows']);
  expect(await answerOf(put('/form'))).toEqual([true, 'plain']);
  expect(seen).toEqual(['POST /around', 'POST /echo', 'POST /form', 'GET /plain']);
  seen.length = 0;
  expect(await answerOf(put('/away'))).toMatchObject({ name: 'HostNotGranted' });
  expect(seen).toEqual(['POST /away']);
  expect(await answerOf(put('/away'), [granted.host, other.host])).toEqual([true, 'of the other']);
  expect(seen.at(-1)).toBe('other /stolen nobody');
  expect(await answerOf('await fetch(home + "/round")')).toMatchObject({ name: 'RequestFailed' });
});

test('a request ends when the cell gives it up, and when the step is ended', async () => {
  const answer =
    await answerOf(`for (;;) try { await fetch(home + "/hang", { signal: AbortSignal.timeout(200) }); }
    catch (error) { if (await (await fetch(home + "/has-come")).text() === "true") return error.name; }`);
  expect(answer).toBe('TimeoutError');
  await hangs.gone.promise;

  hangs = hanging();
  const { isolate, wish } = await open('await fetch(home + "/hang")');
  isolate.execute(request(wish), () => {}).catch(() => {});
  await hangs.come.promise;
  isolate.terminate();
  await hangs.gone.promise;
});

test('many requests at once wait for each other; nothing else than HTTP goes this way', async () => {
  const many = `return (await Promise.all(Array.from({ length: ${3 * limits.openFetches} }, () => fetch(home)))).length`;
  expect(await answerOf(many)).toBe(3 * limits.openFetches);
  expect(await answerOf('return (await fetch("data:,inline")).text()')).toBe('inline');
  expect(await answerOf('await fetch("/relative")')).toMatchObject({ name: 'TypeError' });
});

test.each<[what: string, said: readonly object[]]>([
  ['requests without end', Array.from({ length: limits.fetches + 1 }, (_, fetch) => ({ fetch, request: { url: 'https://a.b', method: 'GET', headers: [] } }))],
  ['another method', [{ fetch: 1, request: { url: 'https://a.b', method: 'CONNECT', headers: [] } }]],
  ['no address', [{ fetch: 1, request: { url: 'a.b', method: 'GET', headers: [] } }]],
  ['a long header', [{ fetch: 1, request: { url: 'https://a.b', method: 'GET', headers: [['a', 'x'.repeat(limits.header)]] } }]],
])('an isolate that asks past its own fetch is ended: %s', async (_, said) => {
  const { isolate, data } = hostile();
  for (const message of said) data.postMessage(message);
  expect((await isolate.died).message).toMatch(/broke the protocol/);
}); // prettier-ignore

test.each([
  ['api.example.com', 'https://api.example.com/v1?a', true],
  ['api.example.com', 'http://api.example.com', false],
  ['api.example.com', 'https://api.example.com:8443', false],
  ['api.example.com', 'https://api.example.com.evil.org', false],
  ['api.example.com', 'https://API.EXAMPLE.COM', true],
  ['*.example.com', 'https://a.b.example.com', true],
  ['*.example.com', 'https://example.com', false],
  ['*.example.com', 'https://evilexample.com', false],
  ['localhost:8080', 'http://localhost:8080/x', true],
  ['localhost:8080', 'http://localhost:8081', false],
  ['localhost:8080', 'https://localhost:8080', false],
  ['localhost:8080', 'http://127.0.0.1:8080', false],
])('granted %s: %s %s', (granted, address, may) => {
  expect(isGrantedHost(granted, new URL(address))).toBe(may);
});
