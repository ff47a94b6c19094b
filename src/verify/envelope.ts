/**
 * The outside of a record: a Sigstore bundle around a DSSE envelope, in exactly one spelling.
 * Reads as much as can be read, so that a record with a blemish still takes its place in the chain.
 * Whose signatures these are is asked in `signatures.ts`.
 */
import { bundle as bundleSchema } from '../../schemas/chain.ts';
import { isObject } from '../evidence/json.ts';
import { readCanonical } from './canonical-json.ts';
import type { FailureCode, Findings } from './failure.ts';
import { issuesOf } from './schema-issues.ts';

export interface EnvelopeSignature {
  readonly keyId: string;
  readonly signature: Buffer;
}

export interface Envelope {
  /** The exact bytes that are signed and chained. */
  readonly payload: Buffer;
  readonly signatures: readonly EnvelopeSignature[];
  /** The key id that the bundle itself names. */
  readonly hint: string | undefined;
}

const UNREADABLE = { what: 'read record', expected: 'a signed record' };

/** Returns the envelope in some bytes; `undefined` when there is no payload to be had. */
export function readEnvelope(bytes: Uint8Array, where: string, findings: Findings): Envelope | undefined {
  const { value, problem } = readCanonical(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  const envelope = isObject(value) ? value['dsseEnvelope'] : undefined;
  const payload = isObject(envelope) ? envelope['payload'] : undefined;
  if (!isObject(value) || !isObject(envelope) || typeof payload !== 'string') {
    findings.fail('CHAIN_BROKEN', where, { ...UNREADABLE, found: problem ?? 'other JSON' });
    return undefined;
  }
  if (problem !== undefined) {
    findings.fail('CONTENT_INVALID', where, { what: 'read record', expected: 'RFC 8785', found: problem });
  }
  for (const issue of issuesOf(bundleSchema, value)) {
    findings.fail(codeOf(issue.path), where, { what: 'check envelope', ...issue });
  }
  noteTimestamps(value, where, findings);
  return {
    payload: decode(payload, 'payload', where, findings),
    signatures: readSignatures(envelope['signatures'], where, findings),
    hint: hintOf(value),
  };
}

function codeOf(path: string): FailureCode {
  return /^(dsseEnvelope|verificationMaterial)\b/.test(path) ? 'SIGNATURE_INVALID' : 'CONTENT_INVALID';
}

function hintOf(bundle: Readonly<Record<string, unknown>>): string | undefined {
  const material = bundle['verificationMaterial'];
  const publicKey = isObject(material) ? material['publicKey'] : undefined;
  const hint = isObject(publicKey) ? publicKey['hint'] : undefined;
  return typeof hint === 'string' ? hint : undefined;
}

function readSignatures(value: unknown, where: string, findings: Findings): readonly EnvelopeSignature[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry: unknown) => {
    if (!isObject(entry)) return [];
    const { keyid, sig } = entry;
    if (typeof keyid !== 'string' || typeof sig !== 'string') return [];
    return [{ keyId: keyid, signature: decode(sig, 'signature', where, findings) }];
  });
}

/** Two spellings of the same bytes would be two records with one signature: only one is allowed. */
function decode(text: string, what: string, where: string, findings: Findings): Buffer {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.toString('base64') !== text) {
    findings.fail('SIGNATURE_INVALID', where, {
      what: `decode ${what}`,
      expected: 'padded standard base64',
      found: 'another spelling',
    });
  }
  return bytes;
}

/** They are outside of what is signed, so anyone can add one. */
function noteTimestamps(bundle: Readonly<Record<string, unknown>>, where: string, findings: Findings): void {
  const material = bundle['verificationMaterial'];
  if (!isObject(material) || material['timestampVerificationData'] === undefined) return;
  findings.note('not-looked-at', where, 'the time stamps of another authority were not checked');
}

/** Returns the bytes of the one signature; undefined where there is none, or more than one. */
export function onlySignatureOf({ signatures }: Envelope): Uint8Array | undefined {
  return signatures.length === 1 ? signatures[0]?.signature : undefined;
}
