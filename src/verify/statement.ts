/**
 * What a record says: an in-toto Statement with the manifest as its predicate. Its subjects must name
 * the bag's own files, since a tool that knows only in-toto looks at nothing else.
 */
import { type Statement, statement as statementSchema } from '../../schemas/chain.ts';
import { type Manifest, manifestMembers } from '../../schemas/manifest.ts';
import { sha256Of } from '../crypto/here.ts';
import { canonical } from '../evidence/canonical.ts';
import { MANIFEST_FILE, PAYLOAD_MANIFEST, TAG_MANIFEST } from '../store/layout.ts';
import { readCanonical } from './canonical-json.ts';
import type { Findings } from './failure.ts';
import { issuesOf } from './schema-issues.ts';

/** Returns the statement in a payload; `undefined` when it has not the form of one. */
export function readStatement(payload: Buffer, where: string, findings: Findings): Statement | undefined {
  const { value, problem } = readCanonical(payload);
  if (problem !== undefined) {
    findings.fail('CONTENT_INVALID', where, { what: 'read payload', expected: 'RFC 8785', found: problem });
  }
  if (value === undefined) return undefined;
  const issues = issuesOf(statementSchema, value);
  for (const issue of issues) {
    findings.fail('CONTENT_INVALID', where, { what: 'check payload', ...issue });
  }
  // All of its members are known, and none is changed by the schema.
  return issues.length === 0 ? (value as Statement) : undefined;
}

/** Returns the members of the predicate that are the manifest, as `evidence-manifest.json` holds them. */
export function manifestOf(predicate: Statement['predicate']): Manifest {
  const members = Object.entries(predicate).filter(([name]) => Object.hasOwn(manifestMembers, name));
  return Object.fromEntries(members) as Manifest;
}

/** Checks that the subjects are the three tag files and then every artifact, with the manifest's digests. */
export async function checkSubjects(
  { subject, predicate }: Statement,
  where: string,
  findings: Findings,
): Promise<void> {
  const due = [
    { name: TAG_MANIFEST, sha256: undefined },
    { name: PAYLOAD_MANIFEST, sha256: undefined },
    { name: MANIFEST_FILE, sha256: await sha256Of(canonical(manifestOf(predicate))) },
    ...predicate.artifacts.map(({ path, sha256 }) => ({ name: path, sha256 })),
  ];
  const names = subject.map(({ name }) => name);
  if (names.join('\n') !== due.map(({ name }) => name).join('\n')) {
    const at = due.findIndex(({ name }, index) => names[index] !== name);
    findings.fail('CONTENT_INVALID', where, {
      what: 'check subjects',
      expected: `${due.length} in the order of the format${at === -1 ? '' : `, ${due[at]?.name} as number ${at + 1}`}`,
      found: `${names.length}${at === -1 ? '' : `, ${names[at] ?? 'nothing'} there`}`,
    });
    return;
  }
  due.forEach(({ name, sha256: digest }, index) => {
    const found = subject[index]?.digest.sha256;
    if (digest === undefined || found === digest) return;
    const what = `check digest of subject ${name}`;
    findings.fail('DIGEST_MISMATCH', where, { what, expected: digest, found: String(found) });
  });
}

/** Returns the digest that the record gives for a tag file. */
export function subjectDigest({ subject }: Statement, name: string): string | undefined {
  return subject.find((entry) => entry.name === name)?.digest.sha256;
}
