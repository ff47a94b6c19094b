/** What is used of the library for CSV, and loaded late: by name, so that a bundle leaves out the rest. */
export { streamCsvRows } from 'hucre/csv';
