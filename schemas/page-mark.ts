/**
 * What a page says of itself to programs: of which evidence it was made, with what beside it, and by which version. Whoever verifies holds it against the
 * evidence that they have; nobody signed it, and nothing rests on it.
 */
import * as z from 'zod';
import { instant } from './manifest.ts';

export const PAGE_MARK_SCHEMA = 'segment-evidence/page/v1';

/** The newest record of a chain that the page tells of. Its root fixes all records before it. */
const pageRecord = z.strictObject({
  chain: z.int().min(1),
  seq: z.int().min(0),
  /** Hex SHA-256 of its `evidence-manifest.json`. */
  manifestSha256: z.string(),
  /** Of the tree over all records before it. */
  root: z.string(),
});
export type PageRecord = z.infer<typeof pageRecord>;

export const pageMark = z.strictObject({
  schema: z.literal(PAGE_MARK_SCHEMA),
  /** Name and version. */
  tool: z.string(),
  connection: z.string(),
  of: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('snapshot'), snapshotPath: z.string() }),
    z.strictObject({ kind: z.literal('period'), from: instant, to: instant }),
  ]),
  records: z.array(pageRecord),
  /** Keys that were trusted when it was made, where it names them. */
  keyIds: z.array(z.string()),
  /** Whose time stamps it tells of as valid. */
  authorities: z.array(z.string()),
  /** How many receipts it tells of that were given when it was made. */
  receipts: z.int().min(0),
  /** How many records there were of each chain, where it tells of all of them. */
  sizes: z.array(z.strictObject({ chain: z.int().min(1), records: z.int().min(0) })),
});
export type PageMark = z.infer<typeof pageMark>;

/** The name under which it stands in a page. */
export const PAGE_MARK_NAME = 'segment-evidence-page';
