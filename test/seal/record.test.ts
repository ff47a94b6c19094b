/** A record as bytes and back: form, signature, and everything that is no record of ours. */
import { verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { bundle as bundleSchema } from '../../schemas/chain.ts';
import { SealError } from '../../src/errors.ts';
import { canonical } from '../../src/evidence/canonical.ts';
import { nextPredicate } from '../../src/seal/chain.ts';
import { isSignedBy, parseRecord, sealRecord } from '../../src/seal/record.ts';
import { manifestWith } from '../evidence/manifests.ts';
import { FIRST } from './chains.ts';
import { newSigner } from './keys.ts';

const signer = newSigner();
const predicate = await nextPredicate(manifestWith(), 'snapshots/x', FIRST, {
  now: '2026-11-22T03:00:10.000Z',
});
const subjects = [
  { name: 'tagmanifest-sha256.txt', sha256: 'a'.repeat(64) },
  { name: 'data/redactions.jsonl', sha256: 'b'.repeat(64) },
];
const sealed = await sealRecord(subjects, predicate, signer);

type Json = Record<string, unknown>;
const bundle = () =>
  JSON.parse(sealed.bytes.toString()) as { dsseEnvelope: Json & { signatures: Json[] } } & Json;
const withPayload = (payload: string | Uint8Array) => {
  const changed = bundle();
  changed.dsseEnvelope['payload'] = Buffer.from(payload).toString('base64');
  return canonical(changed);
};
const statement = () => JSON.parse(sealed.payload.toString()) as Json & { predicate: Json };

describe('a sealed record', () => {
  it('is a Sigstore bundle around a DSSE envelope around an in-toto statement, all of it canonical', () => {
    const { mediaType, verificationMaterial, dsseEnvelope } = bundle();

    expect(mediaType).toBe('application/vnd.dev.sigstore.bundle.v0.3+json');
    expect(verificationMaterial).toEqual({ publicKey: { hint: signer.keyId }, tlogEntries: [] });
    expect(dsseEnvelope['payloadType']).toBe('application/vnd.in-toto+json');
    expect(Buffer.from(String(dsseEnvelope['payload']), 'base64')).toEqual(sealed.payload);
    expect(statement()).toMatchObject({
      _type: 'https://in-toto.io/Statement/v1',
      predicateType: 'urn:segment-evidence:attestation:evidence-snapshot:v1',
    });
    expect(sealed.bytes.toString()).toBe(canonical(bundle()));
    expect(sealed.payload.toString()).toBe(canonical(statement()));
  });

  it('names its subjects in the order given', () => {
    expect(statement()['subject']).toEqual(
      subjects.map(({ name, sha256 }) => ({ name, digest: { sha256 } })),
    );
  });

  it('is signed over the encoding that the protocol prescribes', () => {
    const encoded = Buffer.concat([
      Buffer.from(`DSSEv1 28 application/vnd.in-toto+json ${sealed.payload.length} `),
      sealed.payload,
    ]);
    const sig = Buffer.from(String(bundle().dsseEnvelope.signatures[0]?.['sig']), 'base64');

    expect(verify('sha256', encoded, signer.publicKey, sig)).toBe(true);
  });

  it('comes back from its bytes as it was', () => {
    const record = parseRecord(sealed.bytes);

    expect(record.payload).toEqual(sealed.payload);
    expect(record.statement.predicate).toEqual(predicate);
    expect(canonical(record.bundle)).toBe(sealed.bytes.toString());
  });

  it('is not made when the signature does not fit the public key', async () => {
    const other = newSigner();
    const liar = { ...signer, sign: (message: Uint8Array) => other.sign(message) };

    const attempt = sealRecord(subjects, predicate, liar);

    await expect(attempt).rejects.toThrow(SealError);
    await expect(attempt).rejects.toMatchObject({
      code: 'SIGN_FAILED',
      message: expect.stringContaining(signer.keyId),
    });
  });
});

describe('whose signature a record has', () => {
  const record = parseRecord(sealed.bytes);
  const parse = (changed: unknown) => parseRecord(Buffer.from(canonical(changed)));

  it('is ours only under our key and its id', async () => {
    const other = newSigner();

    expect(await isSignedBy(record, signer.keyId, signer.publicKey)).toBe(true);
    expect(await isSignedBy(record, other.keyId, other.publicKey)).toBe(false);
    expect(await isSignedBy(record, other.keyId, signer.publicKey)).toBe(false);
    expect(await isSignedBy(record, signer.keyId, other.publicKey)).toBe(false);
  });

  it('is nobody’s when the same signature stands there twice', async () => {
    const twice = bundle();
    const [signature = {}] = twice.dsseEnvelope.signatures;
    twice.dsseEnvelope.signatures.push(signature);
    const [own] = record.bundle.dsseEnvelope.signatures;
    const signatures = own === undefined ? [] : [own, own];
    const parsed = {
      ...record,
      bundle: { ...record.bundle, dsseEnvelope: { ...record.bundle.dsseEnvelope, signatures } },
    };

    expect(() => parse(twice)).toThrow('dsseEnvelope.signatures');
    expect(signatures).toHaveLength(2);
    expect(await isSignedBy(parsed, signer.keyId, signer.publicKey)).toBe(false);
  });

  it('is nobody’s when there is none', async () => {
    const none = {
      ...record,
      bundle: { ...record.bundle, dsseEnvelope: { ...record.bundle.dsseEnvelope, signatures: [] } },
    };

    expect(await isSignedBy(none, signer.keyId, signer.publicKey)).toBe(false);
  });

  it('is nobody’s when hint and key id disagree', async () => {
    const hinted = bundle();
    hinted['verificationMaterial'] = { publicKey: { hint: '0'.repeat(64) }, tlogEntries: [] };

    expect(await isSignedBy(parse(hinted), signer.keyId, signer.publicKey)).toBe(false);
  });
});

describe('bytes that are no record', () => {
  const text = sealed.bytes.toString();

  it.each([
    ['nothing', ''],
    ['cut short', text.slice(0, -1)],
    ['not JSON', 'not JSON'],
    ['not UTF-8', Buffer.concat([sealed.bytes.subarray(0, 5), Buffer.of(0xff), sealed.bytes.subarray(5)])],
    ['a byte order mark', `\ufeff${text}`],
    ['a final newline', `${text}\n`],
    ['another spelling of the bundle', JSON.stringify(bundle(), null, 1)],
    ['another order of members', JSON.stringify(Object.fromEntries(Object.entries(bundle()).reverse()))],
    ['a member twice', text.replace('{', '{"mediaType":"x",')],
    ['a list', '[]'],
    ['null', 'null'],
    ['another media type', canonical({ ...bundle(), mediaType: 'application/json' })],
    ['another member', canonical({ ...bundle(), extra: 1 })],
    ['another spelling of the statement', withPayload(JSON.stringify(statement(), null, 1))],
    ['a statement with another member', withPayload(canonical({ ...statement(), extra: 1 }))],
    ['another predicate type', withPayload(canonical({ ...statement(), predicateType: 'urn:other' }))],
    [
      'an instant without a zone',
      withPayload(sealed.payload.toString().replace('03:00:10.000Z', '03:00:10.000')),
    ],
    ['a payload that is no JSON', withPayload('no JSON')],
    ['a payload that is not UTF-8', withPayload(Buffer.of(0xff, 0xfe))],
  ])('%s', (_name, bytes) => {
    expect(() => parseRecord(Buffer.from(bytes))).toThrow();
  });

  it('another spelling of the same base64 is none: every byte of a record counts', async () => {
    let padded = text;
    // A signature is 70 to 72 bytes long; the longest needs no padding.
    while (!padded.includes('="')) padded = (await sealRecord(subjects, predicate, signer)).bytes.toString();
    const at = padded.search(/[^=]=*="/);
    const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
    const respelled = [...digits].map((digit) => padded.slice(0, at) + digit + padded.slice(at + 1));
    const isTaken = async (changed: string) => {
      try {
        return await isSignedBy(parseRecord(Buffer.from(changed)), signer.keyId, signer.publicKey);
      } catch {
        return false;
      }
    };

    const taken: string[] = [];
    for (const each of respelled) if (await isTaken(each)) taken.push(each);
    expect(taken).toEqual([padded]);
  });

  it('say which part is wrong', () => {
    expect(() => parseRecord(Buffer.from(withPayload(canonical({ ...statement(), subject: 1 }))))).toThrow(
      'read statement: subject:',
    );
    expect(() => parseRecord(Buffer.from('[]'))).toThrow('read bundle: top level:');
  });

  it('the good ones are good by the schema alone as well', () => {
    expect(bundleSchema.safeParse(bundle()).success).toBe(true);
  });
});
