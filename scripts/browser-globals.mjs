/** What a browser has not, in place of Node's: every bundle for one is handed this, and keeps of it what it uses. */
export { Buffer } from 'buffer/index.js';

export const setImmediate = queueMicrotask.bind(globalThis);
