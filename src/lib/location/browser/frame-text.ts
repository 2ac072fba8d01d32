/**
 * What a module worker in the frame runs first, as a `data:` URL: it waits for its port, on which the host sends the
 * kernel's text. It is tiny because the whole URL is parsed again for each worker and stands in its stack traces;
 * and `data:` because only such a worker is a secure context with an origin of its own inside a sandboxed frame.
 */
const workerBootstrap = `
const importText = async (text) => {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
  try { return await import(url); } finally { URL.revokeObjectURL(url); }
};
onmessage = ({ ports: [port] }) => {
  onmessage = null;
  port.onmessage = async ({ data, ports }) => (await importText(data)).start(importText, ports[0], port);
};
//# sourceURL=kernel.js`;

/**
 * The only script of the frame's document. The page gives it a port and asks on it to start and to stop workers;
 * anything else is a ping. No user code ever runs in this document: a document could navigate and speak WebRTC.
 */
export const frameBootstrap = `
onmessage = ({ ports: [page] }) => {
  onmessage = null;
  const workers = new Map();
  page.onmessage = ({ data: { start, stop }, ports }) => {
    if (start !== undefined) {
      const worker = new Worker('data:text/javascript,' + ${JSON.stringify(encodeURIComponent(workerBootstrap))}, { type: 'module' });
      worker.onerror = ({ message }) => page.postMessage({ failed: start, message });
      workers.set(start, worker);
      worker.postMessage(null, ports);
    } else if (stop !== undefined) {
      workers.get(stop)?.terminate();
      workers.delete(stop);
    } else page.postMessage({});
  };
};
`;

/**
 * The hash of `frameBootstrap` for `script-src`. The app's own policy must contain it too (and `blob:`,
 * `'wasm-unsafe-eval'` and `worker-src data:`), since a `srcdoc` frame inherits the policy of its page: without it
 * the frame is silently dead.
 */
export const bootstrapHash = 'sha256-NyJR9+JCDSCehQsQwp1/BZFFCSujxaQrf+DF1xwdiyc=';

/** No network, no storage, no plug-ins, no frames: code comes as text through the port and becomes blob modules. */
export const framePolicy = `default-src 'none'; script-src '${bootstrapHash}' blob: 'wasm-unsafe-eval'; worker-src data:`;

export const frameDocument = `<!doctype html><meta http-equiv="Content-Security-Policy" content="${framePolicy}"><script>${frameBootstrap}</script>`;
