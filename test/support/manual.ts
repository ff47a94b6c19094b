/** Files that somebody attaches by hand. */
import { MANUAL_EVIDENCE_SCHEMA, type ManualEvidence } from '../../schemas/manual-evidence.ts';
import { sha256 } from '../../src/evidence/canonical.ts';
import { manualFileName, manualIdOf } from '../../src/store/layout.ts';

export const ATTACHED = 'SSO is enforced for everybody but two accounts.\n';

/** Returns the description of an attached text. */
export function attachedText(
  text: string = ATTACHED,
  changes: Partial<ManualEvidence> = {},
  connection = 'acme',
): ManualEvidence {
  const digest = sha256(text);
  const { attachedAt = '2026-11-02T03:00:05.000Z' } = changes;
  return {
    schema: MANUAL_EVIDENCE_SCHEMA,
    connection,
    slot: 'sso-enforcement',
    id: manualIdOf(attachedAt, digest),
    file: {
      path: manualFileName(digest, 'txt'),
      name: 'sso.txt',
      mediaType: 'text/plain',
      bytes: Buffer.byteLength(text),
      sha256: digest,
    },
    effective: '2026-10-01',
    expires: '2027-10-01',
    attachedAt,
    by: { kind: 'asserted', name: 'ada' },
    ...changes,
  };
}
