/** The two ports of cryptography against each other: what Node says at once, WebCrypto says too. */
import { constants, ECDH, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bundleForBrowser } from '../../scripts/browser-bundles.mjs';
import * as node from '../../src/crypto/node.ts';
import type { CryptoPort, Scheme } from '../../src/crypto/port.ts';
import * as web from '../../src/crypto/web.ts';
import type { WebCertificate } from '../../src/crypto/web-certificate.ts';
import { type IdentifiedKey, keyIn } from '../../src/crypto/web-key.ts';
import { ecKeys, pkcs8, spki } from '../seal/keys.ts';
import { certify, certifyAuthority, type KeyKind } from '../support/stamp-certificates.ts';
import { runs } from '../support/tier.ts';

const port: CryptoPort<IdentifiedKey, WebCertificate> = web;
const message = Buffer.from('what is signed');

const der = (key: KeyObject) => key.export({ type: 'spki', format: 'der' });
const inWeb = (key: KeyObject) => ({ ...keyIn(der(key)), keyId: '', compressedKeyId: '' });

/** What both say of a signature. */
async function both(scheme: Scheme, key: KeyObject, signature: Uint8Array, signed = message) {
  return [
    node.isSigned(scheme, key, signed, signature),
    await port.isSigned(scheme, inWeb(key), signed, signature),
  ];
}

describe('digests', () => {
  it('of the same parts are the same', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(fc.string(), fc.uint8Array())), async (parts) => {
        const [one, other] = [node.newDigest(), port.newDigest()];
        for (const part of parts) for (const digest of [one, other]) digest.update(part);
        expect(await other.end()).toBe(one.end());
      }),
      { numRuns: runs({ fast: 30, full: 300 }) },
    );
  });

  it.each(['sha1', 'sha256', 'sha384', 'sha512'] as const)('by %s', async (hash) => {
    expect(await port.digestOf(hash, message)).toEqual(node.digestOf(hash, message));
    expect(await port.sha256Of('é')).toBe(node.sha256Of('é'));
  });
});

/** A key of P-256 whose point is written in another form. */
function pemWith(publicKey: KeyObject, form: 'compressed' | 'hybrid'): string {
  const point = der(publicKey).subarray(-65).toString('hex');
  const other = Buffer.from(ECDH.convertKey(point, 'prime256v1', 'hex', 'hex', form) as string, 'hex');
  const head =
    form === 'hybrid'
      ? '3059301306072a8648ce3d020106082a8648ce3d030107034200'
      : '3039301306072a8648ce3d020106082a8648ce3d030107032200';
  return pem(Buffer.concat([Buffer.from(head, 'hex'), other]));
}

const pem = (bytes: Buffer) =>
  `-----BEGIN PUBLIC KEY-----\n${bytes.toString('base64').replaceAll(/.{64}(?=.)/g, '$&\n')}\n-----END PUBLIC KEY-----\n`;

describe('a public key', () => {
  const { publicKey, privateKey } = ecKeys();
  const text = spki(publicKey);

  it.each([
    ['as it is written', text],
    ['with Windows line ends', text.replaceAll('\n', '\r\n')],
    ['with words around it', `the key of acme\n${text}\nthat was it\n`],
    ['compressed', pemWith(publicKey, 'compressed')],
    ['hybrid', pemWith(publicKey, 'hybrid')],
    ['another compressed one', pemWith(ecKeys().publicKey, 'compressed')],
  ])('has the same ids: %s', async (_what, given) => {
    const [one, other] = [node.readPublicKey(given), await port.readPublicKey(given)];

    expect(port.keyIdOf(other)).toBe(node.keyIdOf(one));
    expect(port.compressedKeyIdOf(other)).toBe(node.compressedKeyIdOf(one));
    expect(port.isWrittenAsPem(given)).toBe(node.isWrittenAsPem(given));
    const signature = sign('sha256', message, privateKey);
    const scheme = { kind: 'ecdsa', hash: 'sha256' } as const;
    expect(await port.isSigned(scheme, other, message, signature)).toBe(
      node.isSigned(scheme, one, message, signature),
    );
  });

  const changed = (at: number) => {
    const bytes = Buffer.from(der(publicKey));
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    return pem(bytes);
  };

  it.each([
    ['a private key', pkcs8(privateKey)],
    ['RSA', spki(generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey)],
    ['Ed25519', spki(generateKeyPairSync('ed25519').publicKey)],
    ['P-384', spki(ecKeys('secp384r1').publicKey)],
    ['a certificate', certify({ name: 'x' }).certificate.toString()],
    ['no point of the curve', changed(90)],
    ['a form of point that nobody knows', changed(26)],
    ['cut short', text.replace(/.{8}\n-----END/, '\n-----END')],
    ['no PEM', 'a key'],
    ['nothing', ''],
  ])('is refused alike: %s', async (_what, given) => {
    const said = () => node.readPublicKey(given);

    expect(said).toThrow();
    await expect(Promise.resolve().then(() => port.readPublicKey(given))).rejects.toThrow();
  });
});

describe('a signature', () => {
  const keys = { p256: ecKeys(), p384: ecKeys('secp384r1'), p521: ecKeys('secp521r1') };
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const ed = generateKeyPairSync('ed25519');
  const padding = constants.RSA_PKCS1_PSS_PADDING;

  it.each<[string, Scheme, { publicKey: KeyObject; privateKey: KeyObject }, () => Buffer]>([
    [
      'P-256',
      { kind: 'ecdsa', hash: 'sha256' },
      keys.p256,
      () => sign('sha256', message, keys.p256.privateKey),
    ],
    [
      'P-384',
      { kind: 'ecdsa', hash: 'sha384' },
      keys.p384,
      () => sign('sha384', message, keys.p384.privateKey),
    ],
    [
      'P-521',
      { kind: 'ecdsa', hash: 'sha512' },
      keys.p521,
      () => sign('sha512', message, keys.p521.privateKey),
    ],
    ['RSA', { kind: 'rsa', hash: 'sha256' }, rsa, () => sign('sha256', message, rsa.privateKey)],
    ['RSA with SHA-1', { kind: 'rsa', hash: 'sha1' }, rsa, () => sign('sha1', message, rsa.privateKey)],
    [
      'RSA-PSS',
      { kind: 'rsa-pss', hash: 'sha256', saltLength: 32 },
      rsa,
      () => sign('sha256', message, { key: rsa.privateKey, padding, saltLength: 32 }),
    ],
    ['Ed25519', { kind: 'ed25519' }, ed, () => sign(null, message, ed.privateKey)],
  ])('of %s is right to both, and wrong with a byte changed', async (_what, scheme, { publicKey }, make) => {
    const signature = make();

    expect(await both(scheme, publicKey, signature)).toEqual([true, true]);
    expect(await both(scheme, publicKey, signature, Buffer.from('something else'))).toEqual([false, false]);
    const changed = Buffer.from(signature);
    changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
    expect(await both(scheme, publicKey, changed)).toEqual([false, false]);
  });

  it('has one encoding: whatever its bytes are changed to, both say the same', async () => {
    const scheme = { kind: 'ecdsa', hash: 'sha256' } as const;
    const change = fc.record({
      at: fc.nat(12),
      cut: fc.nat(1),
      put: fc.uint8Array({ maxLength: 2 }),
      isAtEnd: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(change, async ({ at, cut, put, isAtEnd }) => {
        const right = sign('sha256', message, keys.p256.privateKey);
        // Where the numbers and their lengths begin is where one encoding can look like another.
        const place = isAtEnd ? right.length - at : ([0, 1, 2, 3, 4, 5, 35, 36, 37, 38, 39, 40, 41][at] ?? 0);
        const changed = Buffer.concat([right.subarray(0, place), put, right.subarray(place + cut)]);
        const [one, other] = await both(scheme, keys.p256.publicKey, changed);
        expect(other).toBe(one);
      }),
      { numRuns: runs({ fast: 200, full: 5_000 }) },
    );
  });

  it('counts with s in either form', async () => {
    const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
    const raw = sign('sha256', message, { key: keys.p256.privateKey, dsaEncoding: 'ieee-p1363' });
    const s = BigInt(`0x${raw.subarray(32).toString('hex')}`);
    const mirrored = Buffer.from((order - s).toString(16).padStart(64, '0'), 'hex');
    const encoded = [raw.subarray(32), mirrored].map((each) => pair(raw.subarray(0, 32), each));

    for (const signature of encoded) {
      expect(await both({ kind: 'ecdsa', hash: 'sha256' }, keys.p256.publicKey, signature)).toEqual([
        true,
        true,
      ]);
    }
  });
});

function pair(r: Buffer, s: Buffer): Buffer {
  const parts = [r, s].map((number) => {
    const start = number.findIndex((byte) => byte !== 0);
    const digits = number.subarray(start);
    const whole = (digits[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), digits]) : digits;
    return Buffer.concat([Buffer.of(2, whole.length), whole]);
  });
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.of(0x30, content.length), content]);
}

describe('a certificate', () => {
  it.each<KeyKind>(['p256', 'p384', 'p521', 'rsa', 'ed25519'])('of %s says the same', async (key) => {
    const { root, signer, chain } = certifyAuthority({}, { between: 1, key });
    const all = [
      ...chain,
      root.certificate,
      signer.certificate,
      certify({ name: 'Test Root', key }).certificate,
    ];

    for (const one of all) {
      const read = port.readCertificate(one.raw);
      expect(read.subject).toBe(one.subject);
      expect(new Date(read.validFrom)).toEqual(new Date(one.validFrom));
      expect(new Date(read.validTo)).toEqual(new Date(one.validTo));
      expect(read.ca).toBe(one.ca);
      expect(read.publicKey.spki).toEqual(one.publicKey.export({ type: 'spki', format: 'der' }));
      expect(port.readCertificate(one.toString()).raw).toEqual(one.raw);
      for (const other of all) {
        const isIssued = await port.isIssuedBy(read, port.readCertificate(other.raw));
        expect(isIssued).toBe(node.isIssuedBy(one, other));
      }
    }
  });

  it.each(['Öffentlich', 'a, b + c="d"', ' spaced ', '#1', 'a\\b', 'a\nCN=b'])('names %j alike', (name) => {
    const { certificate } = certify({ name });

    expect(port.readCertificate(certificate.raw).subject).toBe(certificate.subject);
  });
});

describe('a bundle for a browser', () => {
  it('is refused when something that only Node has would be in it', async () => {
    const contents = "import { sha256 } from './src/evidence/canonical.ts'; console.log(sha256('x'));";
    const stdin = { contents, resolveDir: process.cwd(), loader: 'ts' } as const;

    await expect(bundleForBrowser(undefined, { stdin })).rejects.toThrow('node:crypto would be in it');
  });
});
