/**
 * Calls `work` after the tasks that already wait in this thread (messages that have arrived, I/O that is done), which
 * takes some microseconds when there are none. Timers would take 4 ms in a browser. A test that replaces timers later
 * does not stop it.
 */
export const afterWaitingTasks: (work: () => void) => void =
  typeof setImmediate === 'function' ? immediateTask(setImmediate) : messageTask();

function immediateTask(immediate: typeof setImmediate): (work: () => void) => void {
  return (work) => void immediate(work);
}

function messageTask(): (work: () => void) => void {
  const { port1, port2 } = new MessageChannel();
  const waiting: (() => void)[] = [];
  port1.onmessage = () => waiting.shift()?.();
  return (work) => {
    waiting.push(work);
    port2.postMessage(0);
  };
}
