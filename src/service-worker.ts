/// <reference lib="webworker" />
import { version } from '$service-worker';

/** Written after the build by .scripts/precache.mjs: path → integrity, of every file the app can ever ask for. */
interface PrecacheList {
  readonly version: string;
  readonly files: Readonly<Record<string, string>>;
}

const worker = self as unknown as ServiceWorkerGlobalScope;
const scope = worker.registration.scope;
const prefix = 'dagbook-';
const cacheName = prefix + version;
const listPath = 'precache.json';
/** The page that asked for this version while another one was running. */
let askedBy: ExtendableMessageEvent['source'] = null;

worker.addEventListener('install', (event) => event.waitUntil(install()));
worker.addEventListener('activate', (event) => event.waitUntil(activate()));
worker.addEventListener('message', (event) => {
  if (event.data === 'activate') takeOver(event.source);
  if (event.data === 'activate when alone') event.waitUntil(whenAlone(() => takeOver(event.source)));
  if (event.data === 'clean when alone') event.waitUntil(whenAlone(removeOldCaches));
});
worker.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || !request.url.startsWith(scope)) return;
  const { pathname } = new URL(request.url);
  const path = decodeURI(pathname.slice(new URL(scope).pathname.length));
  event.respondWith(request.mode === 'navigate' ? page(path, request) : file(path, request));
});

/** Whole or not at all: one file that is missing or not of this version fails the install, and the old version stays. */
async function install(): Promise<void> {
  const response = await fetch(scope + listPath, { cache: 'no-store' });
  const list = (await response.clone().json()) as PrecacheList;
  if (list.version !== version) throw new Error(`Version ${version} finds the files of ${list.version}`);
  const cache = await caches.open(cacheName);
  const kept = await filesOfOtherVersions();
  await Promise.all(
    Object.entries(list.files).map(async ([path, integrity]) =>
      cache.put(scope + path, (await kept(path, integrity)) ?? (await download(path, integrity))),
    ),
  );
  await cache.put(scope + listPath, response);
}

/** Pages are asked for by their folder, since some hosts redirect `index.html`; a redirected answer cannot be a page. */
async function download(path: string, integrity: string): Promise<Response> {
  const response = await fetch(scope + path.replace(/(^|\/)index\.html$/, '$1'), {
    integrity,
    cache: 'no-cache',
  });
  // A host may well send 404.html with its own status.
  if (!response.ok && path !== '404.html') throw new Error(`${path}: ${response.status}`);
  return new Response(response.body, { headers: response.headers });
}

/** An update downloads only what has changed. */
async function filesOfOtherVersions(): Promise<
  (path: string, integrity: string) => Promise<Response | undefined>
> {
  const others = await Promise.all(
    (await otherCaches()).map(async (name) => {
      const cache = await caches.open(name);
      return {
        cache,
        list: (await (await cache.match(scope + listPath))?.json()) as PrecacheList | undefined,
      };
    }),
  );
  return async (path, integrity) => {
    const other = others.find(({ list }) => list?.files[path] === integrity);
    return other?.cache.match(scope + path);
  };
}

async function page(path: string, request: Request): Promise<Response> {
  const cache = await caches.open(cacheName);
  const folder = path === '' || path.endsWith('/') ? path : `${path}/`;
  const exact = path === folder ? undefined : await cache.match(scope + path);
  if (exact) return exact;
  const index = await cache.match(`${scope}${folder}index.html`);
  // The pages' own links are relative, so the slash matters.
  if (index && path !== folder) return Response.redirect(scope + folder + new URL(request.url).search, 302);
  if (index) return index;
  const missing = await cache.match(`${scope}404.html`);
  return missing ? new Response(missing.body, { status: 404, headers: missing.headers }) : fetch(request);
}

async function file(path: string, request: Request): Promise<Response> {
  const cache = await caches.open(cacheName);
  // A page of the version before may still ask for its own chunks.
  return (await cache.match(scope + path)) ?? (await caches.match(request.url)) ?? fetch(request);
}

const otherCaches = async (): Promise<string[]> =>
  (await caches.keys()).filter((name) => name.startsWith(prefix) && name !== cacheName);

async function activate(): Promise<void> {
  await worker.clients.claim();
  // Who asked may have been loaded again since.
  if (askedBy) ((await onlyPage()) ?? askedBy).postMessage('reload');
}

function takeOver(page: typeof askedBy): void {
  askedBy = page;
  void worker.skipWaiting();
}

async function removeOldCaches(): Promise<void> {
  if (worker.registration.waiting || worker.registration.installing) return;
  await Promise.all((await otherCaches()).map((name) => caches.delete(name)));
}

/** Milliseconds that a page may still be there after it was closed or loaded again. */
const lingering = 3_000;

/**
 * Acts for a page that has just been loaded, if it is the only one. Nobody tells when another is gone, so we look again;
 * and more than once, because for a moment one that is loaded again is none.
 */
async function whenAlone(act: () => void | Promise<void>): Promise<void> {
  let looks = 0;
  for (const start = Date.now(); Date.now() - start < lingering;) {
    looks = (await onlyPage()) ? looks + 1 : 0;
    if (looks === 5) return act();
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** The only page that is open, or still loading. */
async function onlyPage(): Promise<Client | undefined> {
  const clients = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const [page, ...others] = clients.filter(({ frameType }) => frameType === 'top-level');
  return others.length === 0 ? page : undefined;
}
