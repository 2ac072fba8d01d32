import { valueEngine } from '../artifacts/view/value-engine';
import type { StartValues } from './values';

/** Looks into values in the calling thread, which waits for the large ones. */
export const directValues: StartValues = (read) => valueEngine({ read, arrow: () => import('apache-arrow') });
