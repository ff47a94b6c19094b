/** What a browser has in place of Node's Buffer: every bundle for one is handed this. */
export { Buffer } from 'buffer/index.js';
