// Runs inside an isolate, and as control in a worker of the app: each attack tries to get out in one way.
// Requests go to `probe/<name of the attack>`; what is not a request returns the loot.

const blobUrl = (code) => URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
const opened = (target, good) =>
  new Promise((resolve, reject) => {
    target[good] = () => resolve('reached');
    target.onerror = () => reject(new Error('refused'));
  });
const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

const network = {
  fetch: (url) => fetch(url).then((response) => response.text()),
  noCors: (url) => fetch(url, { mode: 'no-cors', keepalive: true }).then(() => 'sent'),
  xhr: (url) => {
    const request = new XMLHttpRequest();
    request.open('GET', url);
    request.send();
    return opened(request, 'onload');
  },
  syncXhr: (url) => {
    const request = new XMLHttpRequest();
    request.open('GET', url, false);
    request.send();
    return request.responseText;
  },
  webSocket: (url) => opened(new WebSocket(url.replace('http', 'ws')), 'onopen'),
  webSocketStream: (url) => new WebSocketStream(url.replace('http', 'ws')).opened.then(() => 'reached'),
  eventSource: (url) => opened(new EventSource(url), 'onopen'),
  importHttp: (url) => import(`${url}/a.js`).then((module) => module.default),
  importInBlob: (url) =>
    import(blobUrl(`export { default } from '${url}/a.js'`)).then((module) => module.default),
  importJson: (url) => import(`${url}/a.json`, { with: { type: 'json' } }).then(() => 'reached'),
  importScripts: (url) => importScripts(`${url}/a.js`),
  fontFace: (url) => new FontFace('probe', `url(${url})`).load().then(() => 'loaded'),
  nestedBlobWorker: (url) =>
    opened(new Worker(blobUrl(`fetch('${url}').then(() => postMessage(1))`)), 'onmessage'),
  nestedDataWorker: (url) =>
    opened(
      new Worker(`data:text/javascript,fetch('${url}').then(() => postMessage(1))`, { type: 'module' }),
      'onmessage',
    ),
  sharedWorker: (url) => opened(new SharedWorker(`${url}/a.js`), 'onconnect'),
  beacon: (url) => navigator.sendBeacon(url, 'data'),
  webTransport: (url) => new WebTransport(url.replace('http', 'https')).ready.then(() => 'reached'),
  webRtc: () => new RTCPeerConnection().createDataChannel('a'),
  fetchLater: (url) => fetchLater(url),
};

const storage = {
  opfs: async () => {
    const folder = await navigator.storage.getDirectory();
    return (await (await folder.getFileHandle('probe.txt')).getFile()).text();
  },
  indexedDb: async () => {
    const database = await done(indexedDB.open('probe'));
    return done(database.transaction('loot').objectStore('loot').get('key'));
  },
  indexedDbNames: async () => (await indexedDB.databases()).map(({ name }) => name).join(),
  caches: async (_, app) => (await (await caches.open('probe')).match(`${app}/loot`)).text(),
  locks: async () => (await navigator.locks.query()).held.map(({ name }) => name).join(),
  buckets: async () => (await navigator.storageBuckets.keys()).join(),
  fileSystem: () => webkitRequestFileSystemSync(0, 1).root.fullPath,
  cookies: () => document.cookie,
  cookieStore: async () => (await cookieStore.getAll()).map(({ value }) => value).join(),
  localStorage: () => localStorage.getItem('probe'),
  app: (_, app) => fetch(app).then((response) => response.text()),
  broadcast: () => {
    const channel = new BroadcastChannel('probe');
    const answer = new Promise((resolve) => (channel.onmessage = ({ data }) => resolve(data)));
    channel.postMessage('question');
    return answer;
  },
  parent: () => window.parent.document.title,
};

const powers = {
  renounced: () =>
    ['Worker', 'close', 'postMessage'].filter((name) => name in globalThis).join() || undefined,
  eval: () => (0, eval)('"evaluated"'),
  newFunction: () => new Function('return "evaluated"')(),
  timerText: async () => {
    setTimeout('globalThis.wasEvaluated = "evaluated"');
    await new Promise((resolve) => setTimeout(resolve, 50));
    return globalThis.wasEvaluated;
  },
};

const tooLate = () => new Promise((_, reject) => setTimeout(reject, 2500, new Error('no answer')));

/** Attack → what it got, or why it failed. */
export async function attack(probe, app) {
  const attempts = Object.entries({ ...network, ...storage, ...powers }).map(async ([name, run]) => {
    try {
      return [name, { got: await Promise.race([(async () => run(`${probe}/${name}`, app))(), tooLate()]) }];
    } catch (error) {
      return [name, { failed: String(error) }];
    }
  });
  return Object.fromEntries(await Promise.all(attempts));
}
