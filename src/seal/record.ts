/**
 * One chain record as bytes and back: a Sigstore bundle v0.3 around a DSSE envelope around an
 * in-toto Statement v1. Reading checks the form only; whose signature it is, the caller asks.
 */
import type { KeyObject } from 'node:crypto';
import {
  BUNDLE_MEDIA_TYPE,
  type Bundle,
  bundle as bundleSchema,
  LARGEST_RECORD_BYTES,
  PAYLOAD_TYPE,
  PREDICATE_TYPE,
  type Predicate,
  STATEMENT_TYPE,
  type Statement,
  statement as statementSchema,
} from '../../schemas/chain.ts';
import { firstIssues, type Schema } from '../../schemas/first-issues.ts';
import { SealError } from '../errors.ts';
import { canonical } from '../evidence/canonical.ts';
import { hasTooManyValues, MOST_VALUES } from '../evidence/json-size.ts';
import { isSignatureValid, preAuthenticationEncoding } from './dsse.ts';
import type { Signer } from './signer.ts';

/** A subject of the statement: a file of the bag by its path in it, and its digest. */
export interface Subject {
  readonly name: string;
  readonly sha256: string;
}

/** A record that has the right form. `payload` are the exact bytes that are signed and chained. */
export interface ChainRecord {
  readonly bundle: Bundle;
  readonly payload: Buffer;
  readonly statement: Statement;
}

/** Returns the bytes of a signed record. @throws SealError SIGN_FAILED */
export async function sealRecord(
  subjects: readonly Subject[],
  predicate: Predicate,
  signer: Signer,
): Promise<{ readonly bytes: Buffer; readonly payload: Buffer }> {
  const statement: Statement = {
    _type: STATEMENT_TYPE,
    subject: subjects.map(({ name, sha256 }) => ({ name, digest: { sha256 } })),
    predicateType: PREDICATE_TYPE,
    predicate,
  };
  const payload = Buffer.from(canonical(statement));
  const signature = await signer.sign(preAuthenticationEncoding(PAYLOAD_TYPE, payload));
  if (!(await isSignatureValid(signer.publicKey, PAYLOAD_TYPE, payload, signature))) {
    throw new SealError({
      code: 'SIGN_FAILED',
      message: `sign: key ${signer.keyId}: expected a signature that its public key confirms`,
      hint: 'Check that the signing key and its public key belong together.',
    });
  }
  const bundle: Bundle = {
    mediaType: BUNDLE_MEDIA_TYPE,
    verificationMaterial: { publicKey: { hint: signer.keyId }, tlogEntries: [] },
    dsseEnvelope: {
      payload: payload.toString('base64'),
      payloadType: PAYLOAD_TYPE,
      signatures: [{ keyid: signer.keyId, sig: Buffer.from(signature).toString('base64') }],
    },
  };
  const bytes = Buffer.from(canonical(bundle));
  if (bytes.length > LARGEST_RECORD_BYTES) {
    throw new SealError({
      code: 'SIGN_FAILED',
      message: `seal: record: expected at most ${LARGEST_RECORD_BYTES} bytes, got ${bytes.length}`,
      hint: 'Start a new connection: this one missed more than one record can list.',
    });
  }
  return { bytes, payload };
}

/**
 * Returns the record in some bytes.
 * @throws Error saying which part has not the form of a record
 */
export function parseRecord(bytes: Uint8Array): ChainRecord {
  const bundle = parseAs('bundle', bundleSchema, bytes);
  const { payload: encoded, signatures } = bundle.dsseEnvelope;
  // One spelling only, as `verify` demands: otherwise the same record could stand there in other bytes.
  if (![encoded, ...signatures.map(({ sig }) => sig)].every(isPaddedBase64)) {
    throw new Error('read bundle: dsseEnvelope: expected padded standard base64, got another spelling');
  }
  const payload = Buffer.from(encoded, 'base64');
  return { bundle, payload, statement: parseAs('statement', statementSchema, payload) };
}

/** Returns the bytes of a record's one signature: what a time stamp is of. */
export function signatureOf({ bundle }: ChainRecord): Buffer {
  return Buffer.from(bundle.dsseEnvelope.signatures[0]?.sig ?? '', 'base64');
}

function isPaddedBase64(text: string): boolean {
  return Buffer.from(text, 'base64').toString('base64') === text;
}

/** Whether the record carries exactly one signature, by this key, and it is right. */
export async function isSignedBy(record: ChainRecord, keyId: string, publicKey: KeyObject): Promise<boolean> {
  const { signatures } = record.bundle.dsseEnvelope;
  const [signature, second] = signatures;
  if (signature === undefined || second !== undefined) return false;
  if (signature.keyid !== keyId || record.bundle.verificationMaterial.publicKey.hint !== keyId) return false;
  return isSignatureValid(publicKey, PAYLOAD_TYPE, record.payload, Buffer.from(signature.sig, 'base64'));
}

function parseAs<T>(what: string, schema: Schema<T>, bytes: Uint8Array): T {
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  if (hasTooManyValues(text))
    throw new Error(`read ${what}: expected at most ${MOST_VALUES} values, got more`);
  const value: unknown = JSON.parse(text);
  const [issue] = firstIssues(schema, value);
  if (issue !== undefined)
    throw new Error(`read ${what}: ${issue.path.join('.') || 'top level'}: ${issue.message}`);
  if (canonical(value) !== text)
    throw new Error(`read ${what}: expected RFC 8785 bytes, got another spelling`);
  return schema.parse(value);
}
