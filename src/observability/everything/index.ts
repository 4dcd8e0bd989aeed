export type { Reader } from './entry.ts';
export { readItem } from './item.ts';
export { listEverything } from './list.ts';
