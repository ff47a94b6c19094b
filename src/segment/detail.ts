/** The details of a record, asked for by its id where the list leaves them out. */
import { isObject } from '../evidence/json.ts';
import { isTooLarge } from './page-limits.ts';

/** Whether what was answered is the record that was asked for, with the field that it was asked for. */
export function isDetailOf(record: unknown, id: unknown, field: string): boolean {
  return isObject(record) && record['id'] === id && field in record && !isTooLarge(record);
}
