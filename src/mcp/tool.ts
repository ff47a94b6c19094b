/** One question that an agent may ask: how it is told when to ask it, what it takes, and how it is answered. */
import * as z from 'zod';
import type { SnapshotName } from '../answers/population.ts';
import { UsageError } from '../errors.ts';
import type { ConnectionEvidence, Evidence } from './evidence.ts';

export interface Tool<Input extends z.ZodObject = z.ZodObject> {
  readonly name: string;
  readonly title: string;
  /** When to use it, in the words of those who ask. */
  readonly description: string;
  readonly input: Input;
  /** @throws EvidenceError */
  answer(input: z.infer<Input>, evidence: Evidence): Promise<ToolAnswer>;
}

export interface ToolAnswer {
  /** Begins with COMPLETE or NOT COMPLETE. */
  readonly standing: string;
  readonly connection?: string;
  /** What it rests on; null: on several, or on no one snapshot. */
  readonly snapshot: SnapshotName | null;
  /** Whatever else there is to say of all rows. */
  readonly about: Readonly<Record<string, unknown>>;
  /** Yields the rows, in the same order each time. */
  rows(): Iterable<unknown> | AsyncIterable<unknown>;
}

/** Returns a tool as one of any input: what it is handed has been checked against its own. */
export const toTool = <Input extends z.ZodObject>(tool: Tool<Input>): Tool => tool as unknown as Tool;

export const connectionName = z
  .string()
  .optional()
  .describe('Name of a connection, as the tool connections lists it. Needed only where there are several.');

export const asOf = z
  .string()
  .optional()
  .describe('A day in UTC (2026-11-12, as it was at its end) or an instant. Default: the newest snapshot.');

/** How much of an answer is wanted, and where to go on. */
export const paging = {
  limit: z.int().min(1).max(200).default(50).describe('At most so many rows.'),
  cursor: z.string().optional().describe('Where to go on: `next` of the page before, as it was given.'),
};

/** Returns the connection that is meant. @throws UsageError where there are several, or none of that name */
export function connectionOf({ connections }: Evidence, name: string | undefined): ConnectionEvidence {
  const [first, ...others] = connections;
  const found = name === undefined ? first : connections.find(({ connection }) => connection === name);
  if (found !== undefined && (name !== undefined || others.length === 0)) return found;
  const known = connections.map(({ connection }) => connection).join(', ');
  throw new UsageError({
    message: `choose connection: expected one of ${known}, got ${name ?? 'none'}`,
    hint: 'Name one of them as connection.',
  });
}
