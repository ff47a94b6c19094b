/** Text as a terminal shows it. */

/** Columns of a terminal, near enough: what a script draws wider is off by a little. */
export const widthOf = (text: string): number => [...text].length;
