import type { Instance } from '$lib/instance/instance';
import { DagbookError } from '$lib/base/errors';

/** The one place where the pages get their instance: to be the browser's client of `$lib/instance/browser`. */
export function connectInstance(): Instance {
  throw new DagbookError('No instance is built into this page', { remedy: 'Build the browser instance.' });
}
