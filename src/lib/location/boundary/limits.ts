const mebi = 2 ** 20;

/**
 * How much an isolate may say. Inside, long texts are cut and floods thinned to stay below; an isolate that says more
 * than this has left our code behind and is ended. Texts are counted in UTF-16 units.
 */
export const limits = {
  /** One log message or piece of console output. */
  text: 64 * 1024,
  /** All console output of one step. */
  consoleTotal: mebi,
  /** Log messages of one step. */
  logs: 5_000,
  /** Outputs, checks and asset events of one step: a dynamic output, or one of partitions, comes many times. */
  yields: 40_000,
  /** Messages of one step, of whatever kind. */
  messages: 60_000,
  /** One message without its bytes: the metadata of one output, or the longest error, with room to spare. */
  message: 8 * mebi,
  /** The metadata, tags and data version of one output. */
  metadata: 4 * mebi,
  /** Bytes of one output. */
  output: 512 * mebi,
  /** All that loading a notebook answers. */
  snapshot: 32 * mebi,
  /** Levels of nesting in anything said. */
  depth: 64,
  /** Attached files and paths of stores asked for in one step. */
  files: 20_000,
  /** Of those, not yet answered. */
  openFiles: 100,
  /** Bytes written into path stores in one step. */
  stored: 4096 * mebi,
  /** Requests by HTTP in one step. */
  fetches: 2_000,
  /** Of those, not yet answered. */
  openFetches: 20,
  /** Questions to the instance in one step. */
  questions: 5_000,
  /** Of those, not yet answered. */
  openQuestions: 20,
  url: 16 * 1024,
  /** Headers of one request. */
  headers: 100,
  /** Name and value of one. */
  header: 16 * 1024,
  /** Bytes that one request sends. */
  sent: 64 * mebi,
  /** Bytes of one answer to a request. */
  received: 512 * mebi,
  /** A path of an attached file, or in a store. */
  path: 1024,
  /** An asset key, a partition, a mapping key, the name of an input or output. */
  name: 2048,
  /** Runs that one tick asks for. */
  runRequests: 10_000,
  /** What a sensor keeps for its next tick. */
  cursor: mebi,
  /** Problems of one run config that are told. */
  issues: 1_000,
} as const;

/** What isolates may ask other hosts by. */
export const httpMethods: readonly string[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
