import { serveFrames } from '$lib/location/browser/serve-frames';
import type { EngineTimes } from './engine.worker';

declare global {
  var engineTimes: Promise<EngineTimes>;
}

const worker = new Worker('engine.worker.js', { type: 'module' });
const { port1, port2 } = new MessageChannel();
serveFrames(port1);
worker.postMessage(port2, [port2]);

globalThis.engineTimes = new Promise((resolve, reject) => {
  worker.onmessage = ({ data }) => resolve(data as EngineTimes);
  worker.onerror = ({ message }) => reject(new Error(message));
});
