/** The time stamps that tests make, as openssl judges them: what passes here for right is right elsewhere too. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testHierarchy } from '../support/authority.ts';
import { withFolder } from '../support/folder.ts';
import { isWithoutOpenssl, openssl } from '../support/openssl.ts';
import { certifyAuthority, type Hierarchy } from '../support/stamp-certificates.ts';
import { type StampFaults, stampAnswer } from '../support/stamps.ts';

const signature = Buffer.from('the bytes of a signature');
const at = new Date('2026-11-22T03:00:04.500Z');

async function judge(hierarchy: Hierarchy, faults: StampFaults, ...more: readonly string[]): Promise<string> {
  return await withFolder(async (folder) => {
    writeFileSync(join(folder, 'signature'), signature);
    writeFileSync(join(folder, 'ca.pem'), hierarchy.root.certificate.toString());
    writeFileSync(join(folder, 'stamp.tsr'), stampAnswer({ hierarchy, signature, at }, faults));
    const args = ['ts', '-verify', '-data', 'signature', '-in', 'stamp.tsr', '-CAfile', 'ca.pem', ...more];
    return openssl(folder, args).text;
  });
}

describe.skipIf(isWithoutOpenssl('made time stamps in openssl'))('a time stamp that tests make', () => {
  it.each<[string, Hierarchy, StampFaults]>([
    ['P-256', testHierarchy(), {}],
    ['an authority between', certifyAuthority({}, { between: 1 }), {}],
    ['SHA-512 and a certificate named by it', testHierarchy(), { digestHash: 'sha512', names: 'v2-sha512' }],
    ['a certificate named by SHA-1', testHierarchy(), { names: 'v1' }],
    ['P-384', certifyAuthority({ key: 'p384' }), { digestHash: 'sha384' }],
    ['RSA', certifyAuthority({ key: 'rsa' }), {}],
    ['attributes that are not signed', testHierarchy(), { unsignedAttributes: true }],
  ])('is right: %s', async (_what, hierarchy, faults) => {
    expect(await judge(hierarchy, faults)).toContain('Verification: OK');
  });

  /** What `openssl ts` has no eye for, `openssl cms` has. */
  it.each<[string, Hierarchy, StampFaults]>([
    ['RSA-PSS', certifyAuthority({ key: 'rsa' }), { padding: 'pss' }],
    ['P-521', certifyAuthority({ key: 'p521' }), { digestHash: 'sha512' }],
  ])('is signed right: %s', async (_what, hierarchy, faults) => {
    const text = await withFolder(async (folder) => {
      writeFileSync(join(folder, 'ca.pem'), hierarchy.root.certificate.toString());
      writeFileSync(join(folder, 'stamp.tsr'), stampAnswer({ hierarchy, signature, at }, faults));
      openssl(folder, ['ts', '-reply', '-in', 'stamp.tsr', '-token_out', '-out', 'token.der']);
      const args = ['-verify', '-inform', 'DER', '-in', 'token.der', '-CAfile', 'ca.pem', '-out', 'info.der'];
      return openssl(folder, ['cms', ...args, '-purpose', 'timestampsign']).text;
    });

    expect(text).toContain('CMS Verification successful');
  });

  it.each<[string, StampFaults]>([
    ['other bytes', { imprint: Buffer.alloc(32) }],
    ['a digest of other content', { messageDigest: Buffer.alloc(32) }],
    ['no certificate named', { names: 'nothing' }],
    ['two signers', { signers: 2 }],
    ['a rejection', { status: 2 }],
  ])('is wrong: %s', async (_what, faults) => {
    expect(await judge(testHierarchy(), faults)).toContain('Verification: FAILED');
  });

  it('is judged by the clock unless told otherwise, once its certificate has expired', async () => {
    const expired = certifyAuthority({ validTo: new Date('2026-11-23T00:00:00Z') });
    const within = String(Date.parse('2026-11-22T12:00:00Z') / 1000);
    const after = String(Date.parse('2026-12-22T12:00:00Z') / 1000);

    expect(await judge(expired, {}, '-attime', after)).toContain('Verification: FAILED');
    expect(await judge(expired, {}, '-attime', within)).toContain('Verification: OK');
  });
});
