/**
 * Gives up what user code has no use for, before any of it runs. Not the boundary (that is the sandboxed frame and its
 * policy), but less to attack: no threads of its own, no ending itself unnoticed, no word to the frame.
 */
export function renouncePowers(): void {
  for (const name of ['Worker', 'SharedWorker', 'close', 'postMessage']) {
    for (let holder: object | null = globalThis; holder; holder = Object.getPrototypeOf(holder))
      Reflect.deleteProperty(holder, name);
  }
}
