/**
 * A pseudonymised export is made from evidence and is none: it must never pass for the original, nor the original for it. Its records
 * are signed by its own key alone, and each of them says what it was made from.
 */
import type { Statement } from '../../schemas/chain.ts';
import type { DerivedFacts } from '../../schemas/export-facts.ts';
import { sha256Of } from '../crypto/here.ts';
import { canonical } from '../evidence/canonical.ts';
import { exportFactsKey } from '../store/export-layout.ts';
import { connectionPrefix } from '../store/layout.ts';
import type { VerifyContext } from './context.ts';
import type { ExportShape } from './export-shape.ts';
import type { Findings } from './failure.ts';
import type { ConnectionReport } from './report.ts';

/** What makes such an export what it is. */
export interface DerivedMark {
  readonly facts: DerivedFacts;
  /** Of the facts: each record names it. */
  readonly sha256: string;
}

/** Returns it; undefined for a store, and for an export of the evidence itself. */
export async function derivedMark(shape: ExportShape | undefined): Promise<DerivedMark | undefined> {
  const facts = shape?.facts.derived;
  return facts === undefined ? undefined : { facts, sha256: await sha256Of(canonical(facts)) };
}

/**
 * Returns the context in which such an export is judged: by its own key alone. That of the collector says nothing about it,
 * and finds no fault in it either.
 */
export function judgedAsDerived(
  context: VerifyContext,
  connection: string,
  mark: DerivedMark | undefined,
): VerifyContext {
  if (mark === undefined) return context;
  const { findings, pinned } = context;
  const { keyId, source, people } = mark.facts;
  const from = source.heads.map(
    ({ number, seq, recordSha256 }) => `record ${seq} of chain ${number}, sha256:${recordSha256}`,
  );
  findings.note(
    'derived',
    exportFactsKey(connection),
    `a pseudonymised copy, and no original evidence: it was made from ${from.join(' and ')}, with ${people.addresses + people.ids + people.names} texts of people replaced, and signed by a key of its own, which says nothing about who made it`,
  );
  const own = pinned.get(keyId);
  if (own !== undefined) return { ...context, pinned: new Map([[keyId, own]]) };
  if (pinned.size > 0)
    findings.fail('KEY_NOT_PINNED', connectionPrefix(connection).slice(0, -1), {
      what: 'find key of a pseudonymised copy',
      expected: `its own, ${keyId}, which came with it`,
      found: `only others: ${[...pinned.keys()].join(', ')}`,
    });
  return { ...context, pinned: new Map() };
}

/** Checks that a record is of the kind that it lies among. */
export function checkDerived(
  mark: DerivedMark | undefined,
  { predicate: { derived } }: Statement,
  key: string,
  findings: Findings,
): void {
  if (derived?.factsSha256 === mark?.sha256) return;
  const found =
    derived === undefined
      ? 'one of a collector'
      : `one of a pseudonymised copy, made from sha256:${derived.recordSha256}`;
  findings.fail('CONTENT_INVALID', key, {
    what: 'check what the record is made from',
    expected:
      mark === undefined
        ? 'a record of a collector'
        : 'one of this pseudonymised copy, as export.json describes it',
    found,
  });
}

/** A receipt would be kept as if it were of the evidence. */
export const reportedAsDerived = (
  mark: DerivedMark | undefined,
  report: ConnectionReport,
): ConnectionReport => (mark === undefined ? report : { ...report, derived: mark.facts, receipt: null });
