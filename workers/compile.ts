import { expose } from 'comlink';
import { directParser } from '$lib/instance/direct-parser';

/** Parses notebooks where a hostile one hangs nobody: whoever started this worker can end it. */
expose(directParser);
