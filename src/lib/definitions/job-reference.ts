import type { AssetJobDefinition } from './asset-job';
import type { JobDefinition } from './job';

/** A job, or its name. */
export type JobReference = JobDefinition | AssetJobDefinition | string;
