import { createSocket } from 'node:dgram';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serveApp, startBrowser, type Browser } from './app';
import { askInstance } from './ask-instance';
import { materializeAll, notebookOf, openNotebookFile, runStatus, skipExample } from './notebook-page';

// One notebook tries every way out that is known, in its cells and in what it shows; then somebody sits in the
// document of its sandbox, where no code of a notebook ever runs. The notebook may not even make a connection. In the
// document no request may leave; connections without one, and WebRTC, no policy stops there, so cells are given none.

async function listen(answer: RequestListener) {
  const server = createServer(answer);
  const connections: string[] = [];
  const requests: string[] = [];
  server.on('request', ({ url }) => requests.push(url!));
  server.on('connection', ({ remotePort }) => connections.push(`a connection from ${remotePort}`));
  server.on('upgrade', ({ url }, socket) => {
    requests.push(url!);
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { server, connections, requests, port, host: `localhost:${port}`, home: `http://localhost:${port}` };
}

let app: Awaited<ReturnType<typeof serveApp>>;
let browser: Browser;
let probe: Awaited<ReturnType<typeof listen>>;
let granted: Awaited<ReturnType<typeof listen>>;
const asked: IncomingHttpHeaders[] = [];
const datagrams: string[] = [];
const udp = createSocket('udp4', (message) => datagrams.push(message.toString('hex')));

beforeAll(async () => {
  app = await serveApp();
  probe = await listen((_, response) =>
    response.setHeader('access-control-allow-origin', '*').end('reached'),
  );
  granted = await listen(({ url, headers }, response) => {
    asked.push(headers);
    response.setHeader('access-control-allow-origin', '*').setHeader('set-cookie', 'seen=1');
    if (url === '/away') response.writeHead(302, { location: probe.home });
    response.end('hello');
  });
  await new Promise<void>((resolve) => udp.bind(probe.port, '127.0.0.1', resolve));
  browser = await startBrowser();
  await skipExample(browser.context);
});
afterAll(async () => {
  await browser.dispose();
  await app.close();
  udp.close();
  for (const { server } of [probe, granted]) {
    server.close();
    server.closeAllConnections();
  }
});

/** Ways out by what is shown: as markdown, as HTML, as a drawing, in metadata. */
const shown = (url: string) => {
  const links = ['preconnect', 'dns-prefetch', 'prefetch', 'preload', 'modulepreload', 'stylesheet', 'icon'];
  return [
    ...links.map((rel) => `<link rel="${rel}" as="image" href="${url}/${rel}">`),
    `<meta http-equiv="refresh" content="0;url=${url}/refresh"><base href="${url}">`,
    `<img src="${url}/img" srcset="${url}/set 2x"><video poster="${url}/poster" src="${url}/video"></video>`,
    `<iframe src="${url}/frame"></iframe><object data="${url}/object"></object><embed src="${url}/embed">`,
    `<style>@import "${url}/import"; @font-face { font-family: f; src: url(${url}/font) } * { background: url(${url}/css); font-family: f }</style>`,
    `<svg><image href="${url}/image"/><use href="${url}/use#a"/></svg><script src="${url}/script"></script>`,
    `![picture](${url}/markdown)`,
  ].join('');
};

const notebook = async () => {
  const attacks = (await readFile('tests/browser/attacks.js', 'utf8')).replace('export async', 'async');
  const text = JSON.stringify(shown(probe.home)).replaceAll('</', '<\\/');
  const cells = [
    'import { html, md, svg, MetadataValue } from "dagbook";',
    `export const loot = asset(async (_, { log }) => {
  const loot = Object.entries(await attack("${probe.home}", "${app.url}"));
  loot.push(...Object.entries(await attack("https://${probe.host}", "${app.url}")));
  const got = loot.filter(([, { got }]) => got !== undefined).map(([name]) => name);
  log.info(\`of \${loot.length} got [\${got}]\`);
});`,
    `export const page = asset(() => html([${text}]));`,
    `export const words = asset(() => md([${text}]));`,
    `export const drawing = asset(() => svg([${text}]));`,
    `export const told = asset(() => new MaterializeResult({ value: 1, metadata: { about: MetadataValue.md(${text}) } }));`,
    `export const allowed = asset(async (_, { log }) => {
  const hello = await (await fetch("${granted.home}")).text();
  log.info(hello + " " + await fetch("${granted.home}/away").catch((error) => error.name));
});`,
    attacks,
  ];
  const prose = `// %% [markdown] {"id":"markdown"}\n// ${shown(probe.home)}\n\n`;
  return notebookOf('Hostile', cells)
    .replace('// %% {"id":"cell0000"}', `${prose}// %% {"id":"cell0000"}`)
    .replace('"title"', `"permissions": {"hosts": ["${granted.host}"]},\n//   "title"`);
};

/** What a person in the document of the sandbox would try; navigation comes last. */
async function attackFromDocument(page: Page): Promise<void> {
  const elements = await page.locator('iframe[title=Sandbox]').elementHandles();
  const frame = (await elements[0]!.contentFrame())!;
  await frame.evaluate(
    ({ text, url }) => {
      document.body.innerHTML = text;
      const form = Object.assign(document.createElement('form'), { action: `${url}/form`, method: 'post' });
      const anchor = Object.assign(document.createElement('a'), { href: `${url}/a`, ping: `${url}/ping` });
      document.body.append(form, anchor);
      const ways = [
        () => void fetch(`${url}/fetch`, { mode: 'no-cors' }).catch(() => {}),
        () => navigator.sendBeacon(`${url}/beacon`),
        () => new EventSource(`${url}/events`),
        () => new WebSocket(`${url.replace('http', 'ws')}/socket`),
        () => void import(`${url}/module.js`).catch(() => {}),
        () => (new Image().src = `${url}/image`),
        () => new Worker(`${url}/worker.js`),
        () => form.submit(),
        () => window.open(`${url}/popup`),
        () => (top!.location.href = `${url}/top`),
        () => anchor.click(),
        () => (location.href = `${url}/self`),
      ];
      for (const way of ways) {
        try {
          way();
        } catch {
          // Refused at once.
        }
      }
    },
    { text: shown(probe.home), url: probe.home },
  );
}

test('a notebook that tries every way out reaches nobody, and the app lives on', async () => {
  const page = await browser.open(app.url);
  await openNotebookFile(page, await notebook());
  const address = page.url();
  const asset = (name: string) => page.getByRole('region', { name, exact: true });
  await materializeAll(page);
  // What was tried in vain fails the step.
  await runStatus(page, 'Failed').waitFor({ timeout: 20_000 });
  const [run] = await askInstance(page, 'listRuns');
  const logs = (await askInstance(page, 'runEvents', run!.id)).filter(({ level }) => level === 'INFO');
  expect(logs.map(({ message }) => message).sort()).toEqual([
    'hello RedirectRefused',
    expect.stringMatching(/^of \d\d got \[\]$/),
  ]);
  expect(asked.map(({ cookie, referer }) => [cookie, referer])).toEqual([
    [undefined, undefined],
    [undefined, undefined],
  ]);
  for (const name of ['page', 'words', 'drawing']) await asset(name).scrollIntoViewIfNeeded();

  // What is shown late or begun in vain would have come by now: another notebook has been run meanwhile.
  await runGood();
  expect(probe.connections).toEqual([]);
  expect(datagrams).toEqual([]);

  await attackFromDocument(page);
  await runGood();
  expect(probe.requests).toEqual([]);
  expect(page.url()).toBe(address);
  const hosts = browser.context.pages().map((each) => new URL(each.url()).host);
  expect(hosts).not.toContain(probe.host);
  await fetch(probe.home);
  expect(probe.requests).toHaveLength(1);
});

/** The app lives on: another notebook is opened and run. */
async function runGood(): Promise<void> {
  const page = await browser.open(app.url);
  await openNotebookFile(page, notebookOf('Good', ['export const good = asset(() => 7);']));
  await materializeAll(page);
  await runStatus(page, 'Success').waitFor();
}
