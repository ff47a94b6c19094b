/** What goes into an export before it is packed, and that it is what was signed. */
import type { ExportFacts } from '../../schemas/export-facts.ts';
import { UnverifiedError } from '../errors.ts';
import { canonical } from '../evidence/canonical.ts';
import { type ExportPart, partOf } from '../export/part.ts';
import type { ExportPeriod } from '../export/scope.ts';
import { exportFactsKey } from '../store/export-layout.ts';
import type { SignedStretch } from '../verify/report.ts';
import { verifyStore } from '../verify/verify.ts';
import type { EvidencePlace } from './evidence-places.ts';

/** What goes into an export, before anything is said of it. */
export interface Packable {
  /** The evidence in it, as a store, and whose signatures count there. */
  readonly place: EvidencePlace;
  readonly evidence: readonly ExportPart[];
  readonly facts: ExportFacts;
  /** Key ids of who signed the records in it. */
  readonly signers: readonly string[];
}

export const factsPart = (facts: ExportFacts): ExportPart =>
  partOf(exportFactsKey(facts.connection), canonical(facts));

/** What is handed on must be what was signed: tag files now, and each artifact as it is copied. */
export async function assertSigned(
  { store, connection, keys }: EvidencePlace,
  { from, to }: ExportPeriod,
  now: Date,
): Promise<readonly SignedStretch[]> {
  const trusted = (await keys()).map((publicKey) => ({ publicKey, connection }));
  const report = await verifyStore({ store, connection, keys: trusted, now, from, to, isQuick: true });
  const problems = report.failures.map(({ message }) => message);
  const [first] = problems;
  if (first === undefined) return report.connections.flatMap((each) => each.signed);
  throw new UnverifiedError({
    code: 'NOT_VERIFIED',
    message: `export: ${connection}: expected verified evidence, got ${first}`,
    hint: 'Run segment-evidence verify to see everything that is wrong.',
    problems,
    exitCode: report.exitCode,
  });
}
