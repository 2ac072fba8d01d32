import { DagbookError, revivedError } from '../../base/errors';
import { httpMethods, limits } from '../boundary/limits';
import type { FetchAnswer, FetchRequest, HttpRequest, HttpResponse } from '../boundary/wire';

/**
 * `fetch` as cells have it: the host makes the request, if the notebook was granted it, since the isolate has no
 * network. `post` asks; who hears the host's answers hands them to `answered`; `renew` begins to count anew.
 */
export function hostFetch(post: (request: FetchRequest, buffers: readonly ArrayBuffer[]) => void) {
  const open = new Map<number, (answer: FetchAnswer) => void>();
  const waiting: (() => void)[] = [];
  const nativeFetch = globalThis.fetch;
  let numbers = 0;
  let asked = 0;

  function ask(request: HttpRequest, signal: AbortSignal): Promise<HttpResponse> {
    return new Promise((resolve, reject) => {
      const fetch = ++numbers;
      const send = () => {
        if (signal.aborted) return waiting.shift()?.();
        // An aborted one is open until the host says so, which counts them.
        open.set(fetch, (answer) =>
          'error' in answer ? reject(revivedError(answer.error)) : resolve(answer.response),
        );
        post({ fetch, request }, request.body ? [request.body.buffer as ArrayBuffer] : []);
      };
      signal.addEventListener('abort', () => {
        reject(signal.reason as Error);
        if (open.has(fetch)) post({ fetch }, []);
      });
      if (open.size < limits.openFetches) send();
      else waiting.push(send);
    });
  }

  return {
    async fetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
      const request = new Request(input, init);
      if (!/^https?:/.test(request.url)) return nativeFetch(request);
      request.signal.throwIfAborted();
      if (++asked > limits.fetches) throw tooMuch(`make ${limits.fetches} requests`);
      const response = await ask(await sendable(request), request.signal);
      if (request.redirect === 'error' && response.isRedirected) throw new TypeError('It was redirected');
      return responseOf(response);
    },
    answered(answer: FetchAnswer) {
      open.get(answer.fetch)?.(answer);
      open.delete(answer.fetch);
      waiting.shift()?.();
    },
    renew() {
      asked = 0;
    },
  };
}

/** The request as the host takes it. */
async function sendable(request: Request): Promise<HttpRequest> {
  const { url, method } = request;
  const headers = [...request.headers];
  if (!httpMethods.includes(method)) throw tooMuch(`ask by ${httpMethods.join(', ')}`);
  if (url.length > limits.url) throw tooMuch(`ask with addresses of ${limits.url} letters`);
  if (headers.length > limits.headers || headers.some((pair) => pair.join('').length > limits.header))
    throw tooMuch(`send ${limits.headers} headers of ${limits.header} letters`);
  if (method === 'GET' || method === 'HEAD') return { url, method, headers };
  const body = new Uint8Array(await request.arrayBuffer());
  if (body.length > limits.sent) throw tooMuch(`send ${limits.sent / 2 ** 20} MB with a request`);
  return { url, method, headers, body };
}

/** Answers of these have no body, not even an empty one. */
const bare = [101, 103, 204, 205, 304];

function responseOf({ url, isRedirected, status, statusText, headers, body }: HttpResponse): Response {
  const init = { status, statusText, headers: headers as [string, string][] };
  const response = new Response(bare.includes(status) ? null : (body as Uint8Array<ArrayBuffer>), init);
  return Object.defineProperties(response, { url: { value: url }, redirected: { value: isRedirected } });
}

const tooMuch = (most: string) =>
  new DagbookError(`A step may at most ${most}`, {
    name: 'RequestNotAllowed',
    remedy: 'Ask for less at a time, or attach the data to the notebook.',
  });
