/** Half of what Chromium bears: its process crashes where one message carries more than 64 large buffers. */
const mostTransferred = 32;

/** The buffers of a message that travel by themselves; the others are copied with it, which takes about as long. */
export const transferList = (buffers: readonly ArrayBuffer[]): ArrayBuffer[] =>
  buffers.slice(0, mostTransferred);
