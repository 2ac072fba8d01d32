/**
 * Starts a worker in the sandbox of a location and hands it `port`. `leash` holds it: a message from the caller ends
 * the worker; a message to the caller is the reason why it ended by itself.
 */
export type OpenIsolate = (location: string, port: MessagePort, leash: MessagePort) => Promise<void>;
