export type { ConsoleDeps } from './server/deps.ts';
export { createServer } from './server/server.ts';
