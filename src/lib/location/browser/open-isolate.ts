/** Which sandbox: workers with the same location and hosts share one. */
export interface Sandbox {
  readonly location: string;
  /** Hosts that code in it may talk to. */
  readonly hosts: readonly string[];
}

/**
 * Starts a worker in the sandbox of a location and hands it `port`. `leash` holds it: a message from the caller ends
 * the worker; a message to the caller is the reason why it ended by itself.
 */
export type OpenIsolate = (sandbox: Sandbox, port: MessagePort, leash: MessagePort) => Promise<void>;
