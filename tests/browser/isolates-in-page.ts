import kernelText from 'virtual:isolate-text';
import { browserIsolateHost } from '$lib/location/browser/isolate-host';
import { serveFrames, type FrameTimes } from '$lib/location/browser/serve-frames';

/** Both ends of the browser's isolates in one page, joined as page and instance worker are. */
export function isolatesInPage(times?: FrameTimes) {
  const { port1, port2 } = new MessageChannel();
  const close = serveFrames(port1, times);
  return { host: browserIsolateHost(port2, kernelText), close };
}
