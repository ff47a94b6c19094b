/**
 * Whether a line plainly fits its schema. A year of snapshots has hundreds of thousands of lines, and nearly all of them
 * do. Of what does not plainly fit, the schema says whether it does, and why not.
 */
import { isObject } from '../evidence/json.ts';

type Fits = (value: unknown) => boolean;

const isText: Fits = (value) => typeof value === 'string';
const isWhole: Fits = (value) => Number.isSafeInteger(value);
const isCount: Fits = (value) => isWhole(value) && Number(value) >= 0;
/** Days that not every month has are left to the schema. */
const PLAIN_INSTANT =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?Z$/;
const isInstant: Fits = (value) => typeof value === 'string' && PLAIN_INSTANT.test(value);

const isTexts: Fits = (value) => isObject(value) && Object.values(value).every(isText);

const REQUIRED: Readonly<Record<string, Fits>> = {
  at: isInstant,
  attempt: (value) => isCount(value) && value !== 0,
  bytes: isCount,
  durationMs: isCount,
  method: (value) => value === 'GET',
  operationId: isText,
  path: isText,
  query: isTexts,
  status: (value) => value === null || isWhole(value),
};

const FITS: ReadonlyMap<string, Fits> = new Map(
  Object.entries({
    ...REQUIRED,
    accept: isText,
    error: isText,
    rateRemaining: isWhole,
    records: isCount,
    reportedTotal: isCount,
    requestId: isText,
    serverDate: isInstant,
  }),
);

const REQUIRED_COUNT = Object.keys(REQUIRED).length;

/** Returns whether a line of the collection log does; `false` says nothing. */
export function isPlainLogLine(value: unknown): boolean {
  if (!isObject(value)) return false;
  let required = 0;
  for (const name of Object.keys(value)) {
    if (FITS.get(name)?.(value[name]) !== true) return false;
    if (Object.hasOwn(REQUIRED, name)) required += 1;
  }
  return required === REQUIRED_COUNT;
}

/** Of records at the top, and of those that belong to another one. */
const RECORD_NAMES = ['data,id', 'data,id,parent'];

/** Returns whether a record does; `false` says nothing. */
export function isPlainRecordLine(value: unknown): boolean {
  if (!isObject(value) || !isText(value['id'])) return false;
  if (Object.hasOwn(value, 'parent') && !isTexts(value['parent'])) return false;
  return RECORD_NAMES.includes(Object.keys(value).join());
}
