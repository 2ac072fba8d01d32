import { stepEngine } from '$lib/execution/step/step-engine';
import { startKernel } from '$lib/location/inside/kernel';

/** Called once by a platform's bootstrap, in the worker that is to be the isolate. */
export const start = startKernel(stepEngine());
