import { config } from 'zod';

// It would compile schemas by `new Function`, which the sandbox's policy refuses, and warns about.
config({ jitless: true });

/** The package `zod` as cells import it. */
export * from 'zod';
export { default } from 'zod';
