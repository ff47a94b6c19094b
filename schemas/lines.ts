/** The lines of the JSON Lines files of a snapshot. */
import * as z from 'zod';
import { instant } from './manifest.ts';

/** One record of a resource: Segment's object normalised, its id, and its parent where it has one. */
export const recordLine = z.strictObject({
  data: z.unknown(),
  id: z.string(),
  parent: z.record(z.string(), z.string()).optional(),
});

/** One attempt to read something. No bodies, no request headers. */
export const collectionLogLine = z.strictObject({
  at: instant,
  operationId: z.string(),
  method: z.literal('GET'),
  path: z.string(),
  query: z.record(z.string(), z.string()),
  attempt: z.int().positive(),
  /** The media type that was asked for, where it was not `application/json`. */
  accept: z.string().optional(),
  status: z.int().nullable(),
  error: z.string().optional(),
  durationMs: z.int().nonnegative(),
  bytes: z.int().nonnegative(),
  records: z.int().nonnegative().optional(),
  reportedTotal: z.int().nonnegative().optional(),
  serverDate: instant.optional(),
  requestId: z.string().optional(),
  rateRemaining: z.int().optional(),
});

/** What was withheld, where, by which rule and how often. `*` stands for any index or key. */
export const redactionLine = z.strictObject({
  resource: z.string(),
  pointer: z.string(),
  rule: z.string(),
  action: z.enum(['fingerprint', 'drop', 'digest']),
  count: z.int().positive(),
});

export type RecordLine = z.infer<typeof recordLine>;
/** A record as it is kept: `data` is always an object. */
export type StoredRecord = Omit<RecordLine, 'data'> & { readonly data: Readonly<Record<string, unknown>> };
export type CollectionLogLine = z.infer<typeof collectionLogLine>;
export type RedactionLine = z.infer<typeof redactionLine>;
