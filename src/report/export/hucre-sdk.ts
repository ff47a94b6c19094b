/** What is used of the library for workbooks, and loaded late: by name, so that a bundle leaves out the rest. */
export { writeXlsx } from 'hucre/xlsx';
