/** Does it when nothing is to be drawn, and after so many milliseconds at the latest; at once where nobody knows. */
export function whenIdle(task: () => void, latest: number): void {
  if (typeof requestIdleCallback === 'undefined') task();
  else requestIdleCallback(task, { timeout: latest });
}
