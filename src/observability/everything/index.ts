export { type Entry, type Reader } from './entry.ts';
export { type Item, readItem } from './item.ts';
export { type EntryPage, type EverythingQuestion, FILTERS, listEverything } from './list.ts';
