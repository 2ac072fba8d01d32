/**
 * Tells of errors that nobody caught: thrown in a timer, or a rejection that nobody handled. Without this they would
 * be lost in the browser and would end the worker in Node. `onHandled` says that a rejection was handled after all.
 */
export function catchStrayErrors(
  onStray: (error: unknown, promise?: object) => void,
  onHandled: (promise: object) => void,
): void {
  const { process } = globalThis as { process?: NodeJS.Process };
  if (process) {
    process.on('unhandledRejection', onStray);
    process.on('rejectionHandled', onHandled);
    process.on('uncaughtException', (error) => onStray(error));
    return;
  }
  addEventListener('unhandledrejection', (event) => {
    event.preventDefault();
    onStray(event.reason, event.promise);
  });
  addEventListener('rejectionhandled', ({ promise }) => onHandled(promise));
  addEventListener('error', (event) => {
    event.preventDefault();
    onStray(event.error ?? new Error(event.message));
  });
}
