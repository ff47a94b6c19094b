/**
 * Whether an answer fixes a signature in time: what is right, and everything that is not, with its words. Each is asked
 * twice: here, and as a page has it, which says the same.
 */
import { describe, expect, it } from 'vitest';
import { checkStamp, LARGEST_ANSWER_BYTES } from '../../src/anchor/check.ts';
import { strangeHierarchy, testHierarchy } from '../support/authority.ts';
import { checkInBrowser } from '../support/browser-code.ts';
import { integer, sequence, tlv } from '../support/der.ts';
import {
  type CertificateRequest,
  certify,
  certifyAuthority,
  type Hierarchy,
  type KeyKind,
  SERVER_AUTH,
  TIME_STAMPING,
} from '../support/stamp-certificates.ts';
import { type StampFaults, stampAnswer } from '../support/stamps.ts';

const signature = Buffer.from('the bytes of a signature');
const nonce = Buffer.from('00ff0102030405060708090a0b0c0d0e', 'hex');
const at = new Date('2026-11-22T03:00:04.500Z');
const usual = testHierarchy();

/** What is said of a stamp with a fault: `valid`, or expected and found. */
function said(faults: StampFaults = {}, hierarchy: Hierarchy = usual, pinned = hierarchy): Promise<string> {
  const answer = stampAnswer({ hierarchy, signature, at, nonce }, faults);
  return saidOf(answer, pinned);
}

async function saidOf(answer: Uint8Array, { root } = usual): Promise<string> {
  const question = { answer, signature, nonce, authorities: [root.certificate] };
  const check = await checkStamp(question);
  expect(await checkInBrowser(question), 'in a page').toEqual(check);
  return check.kind === 'valid' ? check.stamp.at : `expected ${check.expected}, got ${check.found}`;
}

/** The usual root, and below it a certificate that is otherwise. */
function below(request: Partial<CertificateRequest>): Hierarchy {
  const signer = certify({ name: 'Odd', issuer: usual.root, ...request });
  return { ...usual, signer, chain: [signer.certificate] };
}

const day = (text: string) => new Date(`${text}T00:00:00Z`);

describe('a time stamp', () => {
  it('says when, by whom, and how exactly', async () => {
    const accuracy = sequence(integer(1), tlv(0x80, Buffer.of(5)), tlv(0x81, Buffer.of(1)));
    const answer = stampAnswer({ hierarchy: usual, signature, at, nonce }, { accuracy });

    expect(await checkStamp({ answer, signature, authorities: [usual.root.certificate] })).toEqual({
      kind: 'valid',
      stamp: {
        at: '2026-11-22T03:00:04.500Z',
        authority: 'Test Time Stamping',
        serial: '01e240',
        accuracyMs: 1006,
        certificateValidTo: '2049-12-31T23:59:59.000Z',
      },
    });
  });

  const rsa = certifyAuthority({ key: 'rsa' });

  it.each<[string, KeyKind, StampFaults]>([
    ['RSA', 'rsa', {}],
    ['RSA with SHA-512', 'rsa', { digestHash: 'sha512' }],
    ['RSA-PSS', 'rsa', { padding: 'pss' }],
    ['RSA-PSS with SHA-384', 'rsa', { padding: 'pss', digestHash: 'sha384' }],
    ['P-256 with SHA-512', 'p256', { digestHash: 'sha512' }],
    ['P-384', 'p384', { digestHash: 'sha384' }],
    ['P-521', 'p521', { digestHash: 'sha512' }],
    ['Ed25519', 'ed25519', { digestHash: 'sha512' }],
  ])('may be signed by %s', async (_what, key, faults) => {
    expect(await said(faults, key === 'rsa' ? rsa : certifyAuthority({ key }))).toBe(at.toISOString());
  });

  it.each<[string, StampFaults]>([
    ['granted with changes', { status: 1 }],
    ['names its certificate by SHA-1', { names: 'v1' }],
    ['names its certificate by SHA-512', { names: 'v2-sha512' }],
    ['has attributes that are not signed', { unsignedAttributes: true }],
    [
      'brings a certificate that nobody can read',
      { certificates: [usual.signer.certificate.raw, sequence()] },
    ],
    [
      'brings a stranger’s certificate too',
      { certificates: [strangeHierarchy().root.certificate.raw, usual.signer.certificate.raw] },
    ],
  ])('may be one that %s', async (_what, faults) => {
    expect(await said(faults)).toBe(at.toISOString());
  });

  it('leads to the pinned root over the authorities between, all of which it has to bring', async () => {
    const hierarchy = certifyAuthority({}, { between: 2 });
    const [signer, , upper] = hierarchy.chain.map(({ raw }) => raw);
    const certificates = [signer, upper].filter((raw) => raw !== undefined);

    expect(await said({}, hierarchy)).toBe(at.toISOString());
    expect(await said({ certificates }, hierarchy)).toContain('Test Time Stamping, which does not');
  });

  it.each([
    ['20261122030004Z', '2026-11-22T03:00:04.000Z'],
    ['20261122030004.1Z', '2026-11-22T03:00:04.100Z'],
    ['20261122030004.123999999Z', '2026-11-22T03:00:04.123Z'],
  ])('is of an instant in UTC: %s', async (timeText, instant) => {
    expect(await said({ timeText })).toBe(instant);
  });

  it.each([
    '20261122030004',
    '20261122030004+0100',
    '202611220300Z',
    '20261322030004Z',
    '20260230030004Z',
    '20261122030060Z',
    '20261122030004.Z',
    '',
  ])('is of no other instant: "%s"', async (timeText) => {
    expect(await said({ timeText })).toMatch(/^expected a time in UTC, got /);
  });
});

describe('a stamp that is not right', () => {
  it.each<[string, StampFaults, string]>([
    ['refused', { status: 2, withoutToken: true }, 'expected a time stamp, got a refusal: status 2'],
    ['granted, and not there', { withoutToken: true }, 'expected a time stamp, got an answer without one'],
    [
      'over other bytes',
      { imprint: Buffer.alloc(32) },
      'expected a stamp over this signature, got one over other bytes',
    ],
    ['over SHA-512', { imprintHash: 'sha512' }, 'expected a stamp over SHA-256, got one over another hash'],
    [
      'of another type',
      { contentType: '1.2.840.113549.1.7.1' },
      'expected the content of a time stamp, got content of another type',
    ],
    [
      'signed as another type',
      { attributeContentType: '1.2.840.113549.1.7.1' },
      'expected a signature over a time stamp, got one over content of another type',
    ],
    [
      'signed for other content',
      { messageDigest: Buffer.alloc(32) },
      'expected a signature over this time stamp, got one over other content',
    ],
    [
      'signed by another key',
      { key: strangeHierarchy().signer.privateKey },
      'expected a signature by the certificate that it names, got one that does not verify',
    ],
    [
      'signed with SHA-1',
      { digestHash: 'sha1' },
      'expected a signature with SHA-256, SHA-384 or SHA-512, got another algorithm',
    ],
    [
      'signed without attributes',
      { withoutAttributes: true },
      'expected a signature (CMS), got something that is none',
    ],
    ['signed twice', { signers: 2 }, 'expected exactly one signature, got 2'],
    ['signed by nobody', { signers: 0 }, 'expected exactly one signature, got 0'],
    [
      'without a named certificate',
      { names: 'nothing' },
      'expected a signature that names its certificate, got one that names none',
    ],
    [
      'that names another certificate',
      { named: usual.root },
      "expected a signature that names the signer's certificate, got one that names another",
    ],
    [
      'without certificates',
      { certificates: [] },
      "expected the signer's certificate in the answer, got none",
    ],
    [
      'with a crowd of certificates',
      { certificates: Array.from({ length: 17 }, () => usual.signer.certificate.raw) },
      'expected at most 16 certificates, got 17',
    ],
  ])('is told: %s', async (_what, faults, words) => {
    expect(await said(faults)).toBe(words);
  });

  it('is told: another random number, or none', async () => {
    const ask = (other?: Buffer) => stampAnswer({ hierarchy: usual, signature, at, nonce: other });

    expect(await saidOf(ask(Buffer.alloc(16, 1)))).toBe(
      'expected the random number of the query, got another one',
    );
    expect(await saidOf(ask())).toBe('expected the random number of the query, got none');
  });

  it.each<[string, Partial<CertificateRequest>, RegExp]>([
    [
      'expired',
      { validTo: day('2026-11-22') },
      /^expected a certificate that was valid at 2026-11-22T03:00:04\.500Z, got Odd, valid until 2026-11-22T00:00:00\.000Z$/,
    ],
    [
      'not yet valid',
      { validFrom: day('2026-11-23') },
      /^expected a certificate that was valid at 2026-11-22T03:00:04\.500Z, got Odd, valid from 2026-11-23T00:00:00\.000Z$/,
    ],
    [
      'for any use',
      { purposes: null },
      /^expected a certificate for time stamps alone, marked critical, got Odd, another purpose$/,
    ],
    ['for servers', { purposes: { isCritical: true, oids: [SERVER_AUTH] } }, /another purpose$/],
    ['for more', { purposes: { isCritical: true, oids: [TIME_STAMPING, SERVER_AUTH] } }, /another purpose$/],
    [
      'not marked critical',
      { purposes: { isCritical: false, oids: [TIME_STAMPING] } },
      /not marked critical$/,
    ],
    [
      'for issuing',
      { keyUsage: Buffer.of(0x84) },
      /^expected a certificate for signatures alone, got Odd, another use$/,
    ],
  ])('is told: a certificate that is %s', async (_what, request, words) => {
    expect(await said({}, below(request))).toMatch(words);
  });

  it('is told: another root of the same name', async () => {
    expect(await said({}, strangeHierarchy(), usual)).toBe(
      'expected a certificate that leads to a pinned one, got Test Time Stamping, which does not',
    );
  });

  it.each<[string, Partial<CertificateRequest>, string]>([
    [
      'no authority',
      { isAuthority: false, keyUsage: null },
      'an authority that may issue such certificates, got Between',
    ],
    [
      'an authority for servers',
      { purposes: { isCritical: false, oids: [SERVER_AUTH] } },
      'an authority that may issue such certificates, got Between',
    ],
    [
      'an authority that had expired',
      { validTo: day('2026-11-01') },
      'got Between, valid until 2026-11-01T00:00:00.000Z',
    ],
  ])('is told: issued by %s', async (_what, request, words) => {
    const between = certify({ name: 'Between', isAuthority: true, issuer: usual.root, ...request });
    const signer = certify({ name: 'Odd', issuer: between });
    const chain = [signer.certificate, between.certificate];

    expect(await said({}, { root: usual.root, signer, chain })).toContain(words);
  });

  it.each<[string, Partial<CertificateRequest>]>([
    ['may have no authority below it', { pathLength: 0 }],
    ['has an extension that nobody may pass over', { isOdd: true }],
  ])('is told: a path over an authority that %s', async (_what, request) => {
    const upper = certify({ name: 'Upper', isAuthority: true, issuer: usual.root, ...request });
    const lower = certify({ name: 'Lower', isAuthority: true, issuer: upper });
    const signer = certify({ name: 'Odd', issuer: lower });
    const chain = [signer, lower, upper].map(({ certificate }) => certificate);

    expect(await said({}, { root: usual.root, signer, chain })).toBe(
      'expected an authority that may issue such certificates, got Upper',
    );
  });

  it('is told: a pinned root that had expired', async () => {
    const root = certify({ name: 'Old Root', isAuthority: true, validTo: day('2026-11-01') });
    const signer = certify({ name: 'Odd', issuer: root });

    expect(await said({}, { root, signer, chain: [signer.certificate] })).toContain(
      'got Old Root, valid until',
    );
  });
});

describe('a certificate that has expired since', () => {
  it('was valid when it counted', async () => {
    expect(await said({}, below({ validTo: day('2026-11-23') }))).toBe(at.toISOString());
  });
});

describe('what is no answer', () => {
  const right = stampAnswer({ hierarchy: usual, signature, at, nonce });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['a byte', Buffer.of(0x30)],
    ['text', Buffer.from('<html>not found</html>')],
    ['an indefinite length', Buffer.from('30800000', 'hex')],
    ['an empty sequence', sequence()],
    ['more than is read', Buffer.alloc(LARGEST_ANSWER_BYTES + 1, 0x30)],
    ['as much as is read, all nested', Buffer.alloc(LARGEST_ANSWER_BYTES, 0x30)],
    ['as much as is read, octets in octets', Buffer.alloc(LARGEST_ANSWER_BYTES, 0x04)],
    ['a byte too many', Buffer.concat([right, Buffer.of(0)])],
    ['two answers', Buffer.concat([right, right])],
    ['a byte too few', right.subarray(0, -1)],
    ['the token alone', right.subarray(9)],
    [
      'a length said in a roundabout way',
      Buffer.concat([Buffer.from('3083', 'hex'), Buffer.of(0), right.subarray(2)]),
    ],
  ])('is invalid: %s', async (_what, answer) => {
    expect(await saidOf(answer)).toMatch(/^expected .+, got .+$/);
  });
});
