/** What is used of the library for workbooks and CSV, and loaded late: by name, so that a bundle leaves out the rest. */
export { parseCsv } from 'hucre/csv';
export { readXlsx, writeXlsx } from 'hucre/xlsx';
