import type { Environment } from '../environment';

export const processEnvironment: Environment = { get: async (name) => process.env[name] };
