/** Names in a slot's folder of resume points. Pure: `1b4e28ba/index-000002.json`, `1b4e28ba/part-000017.bin`. */

const DIGITS = 6;
const numbered = (number: number) => String(number).padStart(DIGITS, '0');

export const indexPath = (point: string, number: number) => `${point}/index-${numbered(number)}.json`;
export const partPath = (point: string, number: number) => `${point}/part-${numbered(number)}.bin`;

/** Whether a path, or a key that ends with one, is named like an index. */
export const isIndexPath = (path: string) => /(?:^|\/)[0-9a-f]{8}\/index-\d{6}\.json$/.test(path);
