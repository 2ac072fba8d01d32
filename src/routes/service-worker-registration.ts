import { dev } from '$app/environment';
import { base } from '$app/paths';

/** Milliseconds that are the page's own before the first install. */
const calm = 2_000;

/**
 * Makes the app work offline from now on. Call it once when the app starts. The first install fetches the whole app, so
 * it begins some time `after` what the page itself needs. A new version becomes the running one when
 * the user loads the only open page (which then loads itself once more); while other pages are open `onUpdate` hears
 * that it waits, and `apply` makes it the running one and loads this page again.
 * Does nothing in development and where there are no service workers (plain http from another machine).
 */
export async function registerServiceWorker(
  after: Promise<unknown>,
  onUpdate?: (apply: () => void) => void,
): Promise<void> {
  if (dev || !navigator.serviceWorker) return;
  if (!navigator.serviceWorker.controller) {
    await after;
    await new Promise((resolve) => setTimeout(resolve, calm));
  }
  const url = `${base}/service-worker.js`;
  const registration = await navigator.serviceWorker.register(url, { updateViaCache: 'none' });
  const announce = (waiting: ServiceWorker): void => onUpdate?.(() => waiting.postMessage('activate'));
  navigator.serviceWorker.addEventListener('message', ({ data }) => data === 'reload' && location.reload());
  registration.addEventListener('updatefound', () => {
    const { installing } = registration;
    installing?.addEventListener('statechange', () => {
      // Without a controller this is the first install: nothing is being replaced.
      if (installing.state === 'installed' && navigator.serviceWorker.controller) announce(installing);
    });
  });
  if (registration.waiting) announce(registration.waiting);
  if (registration.waiting) registration.waiting.postMessage('activate when alone');
  else registration.active?.postMessage('clean when alone');
}
