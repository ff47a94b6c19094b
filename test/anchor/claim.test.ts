/** What an answer says of itself, where nobody is pinned who could say whether it is true. */
import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { claimOf } from '../../src/anchor/claim.ts';
import { certifyAuthority } from '../support/stamp-certificates.ts';
import { stampAnswer } from '../support/stamps.ts';

const signature = Buffer.from('the bytes of a signature');
const at = new Date('2026-11-22T03:00:04.500Z');
const hierarchy = certifyAuthority({}, { name: 'Right' });
const imprint = createHash('sha256').update(signature).digest('hex');

it('names the certificate that the signature names, whichever others are in it', () => {
  const other = certifyAuthority({}, { name: 'Other' }).signer.certificate.raw;
  const certificates = [other, hierarchy.signer.certificate.raw];
  const answer = stampAnswer({ hierarchy, signature, at }, { certificates });

  expect(claimOf(answer)).toEqual({ imprint, authority: 'Right Time Stamping' });
});

it('names nobody where the certificate was left out', () => {
  const answer = stampAnswer({ hierarchy, signature, at }, { certificates: [] });

  expect(claimOf(answer)).toEqual({ imprint, authority: undefined });
});

it.each([
  ['nothing', Buffer.alloc(0)],
  ['a text', Buffer.from('segment-evidence receipt v1')],
  ['a refusal', stampAnswer({ hierarchy, signature, at }, { status: 2, withoutToken: true })],
])('is none in %s', (_what, bytes) => {
  expect(claimOf(bytes)).toBeUndefined();
});
