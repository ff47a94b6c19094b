/**
 * The script of the form in which an auditor verifies: all of `src/verify-page/`, as one text. Here it is empty; every build, and
 * the tests' own, puts in its place what scripts/browser-bundles.mjs makes of that folder.
 */
export const verifyScript: string = '';
