import { DagbookError } from '../../base/errors';
import { limits } from './limits';
import type { HttpRequest, HttpResponse } from './wire';

/** Whether code of an isolate may talk to the host of this address. */
export type MayReach = (url: URL) => Promise<boolean>;

const mostRedirects = 10;

/**
 * Makes a request for code of an isolate: without cookies and without a word of who asks. Each address is asked for
 * before anything is sent there, that of a redirect too; browsers do not show it, so there a redirect is an error.
 */
export async function exchange(
  request: HttpRequest,
  mayReach: MayReach,
  signal: AbortSignal,
): Promise<HttpResponse> {
  let next = request;
  for (let redirects = 0; redirects <= mostRedirects; redirects++) {
    await assertReachable(new URL(next.url), mayReach);
    const response = await send(next, signal);
    const target = redirectOf(response, next.url);
    if (!target) return received(response, next.url, redirects > 0);
    await response.body?.cancel();
    next = redirected(next, target, response.status);
  }
  throw failed(request, `it was redirected more than ${mostRedirects} times`);
}

async function assertReachable(url: URL, mayReach: MayReach): Promise<void> {
  const isOurs = url.origin === globalThis.location?.origin;
  if (/^https?:$/.test(url.protocol) && !isOurs && (await mayReach(url))) return;
  throw new DagbookError(
    `This notebook may not talk to ${url.host}${isOurs ? ', which is the app itself' : ''}`,
    {
      name: 'HostNotGranted',
      remedy:
        url.protocol === 'https:' || url.hostname === 'localhost'
          ? `Declare it in the notebook's header, "permissions": {"hosts": ["${url.host}"]}, and grant it above the cells.`
          : 'Ask by https://; by http:// only localhost with a port can be granted.',
    },
  );
}

async function send(request: HttpRequest, signal: AbortSignal): Promise<Response> {
  const { url, method, headers, body } = request;
  try {
    return await fetch(url, {
      ...{ method, headers: headers as [string, string][], body: body as Uint8Array<ArrayBuffer>, signal },
      ...{ credentials: 'omit', referrerPolicy: 'no-referrer', redirect: 'manual' },
    });
  } catch (cause) {
    throw signal.aborted ? signal.reason : failed(request, 'no answer came', cause);
  }
}

/** Where a response sends on to, if it does. */
function redirectOf({ type, status, headers }: Response, from: string): URL | undefined {
  if (type === 'opaqueredirect')
    throw new DagbookError(`${new URL(from).host} redirects, and does not let the app see where`, {
      name: 'RedirectRefused',
      remedy: 'Ask for the address that it leads to, and declare its host, too.',
    });
  const target = [301, 302, 303, 307, 308].includes(status) && headers.get('location');
  return target ? new URL(target, from) : undefined;
}

/** As the Fetch standard has it (HTTP-redirect fetch): what is secret stays with its origin, and a form is not sent twice. */
function redirected({ url, method, headers, body }: HttpRequest, target: URL, status: number): HttpRequest {
  const becomesGet =
    status === 303 ? method !== 'HEAD' && method !== 'GET' : status < 303 && method === 'POST';
  const leaves = target.origin !== new URL(url).origin;
  const kept = headers.filter(
    ([name]) =>
      !(leaves && /^(authorization|cookie|proxy-authorization)$/i.test(name)) &&
      !(becomesGet && /^content-/i.test(name)),
  );
  return { url: target.href, headers: kept, ...(becomesGet ? { method: 'GET' } : { method, body }) };
}

async function received(response: Response, url: string, isRedirected: boolean): Promise<HttpResponse> {
  const { status, statusText, headers } = response;
  const body = await wholeBody(response);
  return { url, isRedirected, status, statusText, headers: [...headers], body };
}

async function wholeBody({ body }: Response): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for (const reader = body?.getReader(); reader;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > limits.received) {
      void reader.cancel();
      throw new DagbookError(`The answer has more than ${limits.received / 2 ** 20} MB`, {
        name: 'ResponseTooLarge',
        remedy: 'Ask for it in parts, with a Range header.',
      });
    }
    chunks.push(value);
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

const failed = ({ method, url }: HttpRequest, why: string, cause?: unknown) =>
  new DagbookError(`${method} ${url} failed: ${why}`, {
    name: 'RequestFailed',
    remedy:
      'Look whether the address is right and can be reached; in a browser its host must allow other sites (CORS).',
    cause,
  });
