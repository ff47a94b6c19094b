/**
 * A record that a newer version wrote and a trusted key signed. What it says cannot be judged here; that it is where it
 * belongs, and that the records after it continue it, can be told as far as it says so in the way of this version.
 */
import * as z from 'zod';
import {
  type ChainMembers,
  type Checkpoint,
  chainMembers,
  PREDICATE_TYPE,
  predicate,
  STATEMENT_TYPE,
  statement as statementSchema,
} from '../../schemas/chain.ts';
import { firstIssues } from '../../schemas/first-issues.ts';
import { MANIFEST_SCHEMA } from '../../schemas/manifest.ts';
import { isUnknownHere, type NewerRecord } from '../seal/newer.ts';
import { readCanonical } from './canonical-json.ts';
import type { Problem, VerifyFailure } from './failure.ts';
import { toProblem } from './schema-issues.ts';

/** What is known of it. Members are `undefined` where they are not as this version writes them. */
export interface NewerFacts {
  readonly connection: string | undefined;
  readonly chain: ChainMembers | undefined;
  readonly checkpoint: Checkpoint | undefined;
  readonly snapshotPath: string | undefined;
  /** The signature is in the form of this version, so that its rules can be asked. */
  readonly hasOurSignature: boolean;
  /** What is wrong with it by the rules of every version. */
  readonly faults: readonly Problem[];
}

const parts = z.object({
  _type: z.literal(STATEMENT_TYPE),
  predicateType: z.literal(PREDICATE_TYPE),
  predicate: z.object({
    schema: z.literal(MANIFEST_SCHEMA),
    connection: z.string(),
    chain: z.object(chainMembers.shape),
    checkpoint: z.object(predicate.shape.checkpoint.shape),
    snapshotPath: z.string(),
  }),
});

/** Returns what is known of a newer record. */
export function factsOf({ unknown, isLaterBundle, payload }: NewerRecord): NewerFacts {
  const { value, problem } = readCanonical(payload);
  const hasOurSignature = !isLaterBundle && unknown !== 'dsseEnvelope.payloadType';
  const known = unknown === 'dsseEnvelope.payloadType' ? undefined : parts.safeParse(value).data?.predicate;
  return {
    connection: known?.connection,
    chain: known?.chain,
    checkpoint: known?.checkpoint,
    snapshotPath: known?.snapshotPath,
    hasOurSignature,
    faults: known === undefined ? [] : faultsOf(value, problem),
  };
}

/** A statement of this version's types with more in it: what is not more than this version knows has to follow its rules. */
function faultsOf(value: unknown, spelling: string | undefined): readonly Problem[] {
  const issues = firstIssues(statementSchema, value).filter((issue) => !isUnknownHere(issue, value));
  return [
    ...(spelling === undefined ? [] : [{ what: 'read payload', expected: 'RFC 8785', found: spelling }]),
    ...issues.map((issue) => ({ what: 'check payload', ...toProblem(issue) })),
  ];
}

/** What is wrong with the outside of a newer record is still wrong, where the outside is not what is newer. */
export function outsideFailures(
  { isLaterBundle }: NewerRecord,
  failures: readonly VerifyFailure[],
): readonly VerifyFailure[] {
  if (isLaterBundle) return [];
  return failures.filter(({ found }) => !found.startsWith('dsseEnvelope.payloadType:'));
}

export function describeNewer({ unknown }: NewerRecord): Problem {
  return {
    what: 'read record',
    expected: 'a record of this version',
    found: `one that a newer version wrote and a trusted key signed (${unknown} is not known here); verify with that version`,
  };
}
