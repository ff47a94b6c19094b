/** What kind of thing a source is, as the catalogue entry in it and its write keys tell. */
import { flagAt, listAt, textAt } from '../../evidence/records/fields.ts';

/** Categories of libraries, with which a company's own programs send. */
const LIBRARIES: ReadonlySet<unknown> = new Set(['Website', 'Mobile', 'Server', 'Ott']);

/** Whether a company's own programs send through it. */
export const isLibrary = (data: unknown): boolean =>
  (listAt(data, 'metadata.categories') ?? []).some((category) => LIBRARIES.has(category));

/** Whether Segment made it for itself: nobody can name or label it. */
export const isInternal = (data: unknown): boolean =>
  (listAt(data, 'metadata.categories') ?? []).includes('INTERNAL');

/**
 * Whether it takes events, rather than copies objects or runs queries: what has a write key does. Undefined where neither
 * the catalogue entry nor a key tells.
 */
export function takesEvents(data: unknown): boolean | undefined {
  const isCloud = flagAt(data, 'metadata.isCloudEventSource');
  if (isLibrary(data) || isCloud === true || (listAt(data, 'writeKeys') ?? []).length > 0) return true;
  return isCloud === null || listAt(data, 'metadata.categories') === undefined ? undefined : false;
}

/** Whether it is switched on; what does not say is taken to be. */
export const isOn = (data: unknown): boolean => flagAt(data, 'enabled') !== false;

/** How an exception names it. */
export const calledSource = (data: unknown): string =>
  textAt(data, 'name')?.trim() || textAt(data, 'slug') || 'A source without a name';
