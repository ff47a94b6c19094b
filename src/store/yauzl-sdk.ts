/** Loaded where there is a ZIP file to read, and nowhere else. */
export { openPromise } from 'yauzl';
