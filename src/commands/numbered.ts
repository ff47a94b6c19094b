/** Returns a count with what is counted: `1 record`, `2 records`. */
export function numbered(count: number, what: string, several = `${what}s`): string {
  return `${count} ${count === 1 ? what : several}`;
}
