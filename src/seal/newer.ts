/**
 * Records that a newer version of this program wrote. Pure. A trusted key has signed them, so nobody has tampered
 * with them; but they say something that this version does not know, so it cannot judge them, and must not build
 * upon what it does not understand.
 */
import type { KeyObject } from 'node:crypto';
import {
  BUNDLE_MEDIA_TYPE,
  PAYLOAD_TYPE,
  PREDICATE_TYPE,
  STATEMENT_TYPE,
  statement as statementSchema,
} from '../../schemas/chain.ts';
import { firstIssues, type Issue } from '../../schemas/first-issues.ts';
import { MANIFEST_SCHEMA } from '../../schemas/manifest.ts';
import { isObject } from '../evidence/json.ts';
import { hasTooManyValues } from '../evidence/json-size.ts';
import { isSignatureValid } from './dsse.ts';

/** A record that a trusted key signed and that this version does not know in full. */
export interface NewerRecord {
  /** The first thing that is not known, such as `predicate.chain.extra`; never its value. */
  readonly unknown: string;
  /** Its bundle is a later one too, so that nothing is known of its outside. */
  readonly isLaterBundle: boolean;
  /** Who signed it. */
  readonly keyId: string;
  /** The exact bytes that are signed and chained. */
  readonly payload: Buffer;
  /** Where it says that it belongs, as far as it still says so in the way of this version. */
  readonly place: {
    readonly connection: string | undefined;
    readonly number: number | undefined;
    readonly seq: number | undefined;
  };
}

/**
 * Returns what a newer version wrote; `undefined` for a record of this version, and for whatever none of the keys
 * has signed. `keys`: the trusted ones, by key id.
 */
export async function readNewer(
  bytes: Uint8Array,
  keys: ReadonlyMap<string, KeyObject>,
): Promise<NewerRecord | undefined> {
  const bundle = parseObject(bytes);
  const envelope = bundle?.['dsseEnvelope'];
  if (bundle === undefined || !isObject(envelope)) return undefined;
  const { payload: encoded, payloadType, signatures } = envelope;
  if (typeof encoded !== 'string' || typeof payloadType !== 'string') return undefined;
  const payload = Buffer.from(encoded, 'base64');
  const unknown = unknownIn(payloadType, payload);
  if (unknown === undefined) return undefined;
  const keyId = await signerAmong(keys, payloadType, payload, signatures);
  if (keyId === undefined) return undefined;
  return {
    unknown,
    keyId,
    isLaterBundle: isLaterBundle(bundle['mediaType']),
    payload,
    place: placeOf(parseObject(payload)),
  };
}

function unknownIn(payloadType: string, payload: Buffer): string | undefined {
  if (payloadType !== PAYLOAD_TYPE) return 'dsseEnvelope.payloadType';
  const statement = parseObject(payload);
  if (statement === undefined) return undefined;
  const { _type: type, predicateType, predicate } = statement;
  if (isOtherWord(type, STATEMENT_TYPE)) return '_type';
  if (isOtherWord(predicateType, PREDICATE_TYPE)) return 'predicateType';
  if (isObject(predicate) && isOtherWord(predicate['schema'], MANIFEST_SCHEMA)) return 'predicate.schema';
  const issue = firstIssues(statementSchema, statement).find((each) => isUnknownHere(each, statement));
  return issue === undefined ? undefined : [...issue.path, ...(issue.keys?.slice(0, 1) ?? [])].join('.');
}

const isOtherWord = (value: unknown, ours: string) => typeof value === 'string' && value !== ours;

/**
 * Whether a member is not known, or a word of a closed set, as a later version may add them. Anything else, such as
 * what is missing, is a fault by the rules of every version.
 */
export function isUnknownHere({ code, path }: Issue, statement: unknown): boolean {
  if (code === 'unrecognized_keys') return true;
  if (code !== 'invalid_value') return false;
  let value = statement;
  for (const step of path) value = (value as Readonly<Record<PropertyKey, unknown>>)[step];
  return value !== undefined;
}

const BUNDLE_VERSION = /^application\/vnd\.dev\.sigstore\.bundle\.v(\d{1,3})\.(\d{1,3})\+json$/;

/**
 * The outside of a record is not signed. What may be in it is settled by its media type: whatever else lies in one
 * of ours was put there, and only a later media type is of a later version. It makes no record newer: anybody could
 * write it, and have a record of this version not judged. A version that changes the outside says so inside too.
 */
function isLaterBundle(mediaType: unknown): boolean {
  return bundleVersion(mediaType) > bundleVersion(BUNDLE_MEDIA_TYPE);
}

/** As one number that orders them; -1 for what is no bundle's media type. */
function bundleVersion(mediaType: unknown): number {
  const [, major, minor] = BUNDLE_VERSION.exec(String(mediaType)) ?? [];
  return major === undefined ? -1 : Number(major) * 1000 + Number(minor);
}

/**
 * Returns the id of the key that signed. The encoding that is signed covers the payload's type, so that none of it can be
 * somebody else's.
 */
async function signerAmong(
  keys: ReadonlyMap<string, KeyObject>,
  payloadType: string,
  payload: Buffer,
  signatures: unknown,
): Promise<string | undefined> {
  if (!Array.isArray(signatures)) return undefined;
  for (const entry of signatures.slice(0, MOST_SIGNATURES) as readonly unknown[]) {
    if (!isObject(entry) || typeof entry['keyid'] !== 'string' || typeof entry['sig'] !== 'string') continue;
    const key = keys.get(entry['keyid']);
    const signature = Buffer.from(entry['sig'], 'base64');
    if (key !== undefined && (await isSignatureValid(key, payloadType, payload, signature)))
      return entry['keyid'];
  }
  return undefined;
}

/** Of more than one record of ours could ever have, nobody signed the rest. */
const MOST_SIGNATURES = 8;

function placeOf(statement: Readonly<Record<string, unknown>> | undefined): NewerRecord['place'] {
  const predicate = statement?.['predicate'];
  const { connection, chain }: Readonly<Record<string, unknown>> = isObject(predicate) ? predicate : {};
  const { number, seq }: Readonly<Record<string, unknown>> = isObject(chain) ? chain : {};
  return {
    connection: typeof connection === 'string' ? connection : undefined,
    number: typeof number === 'number' ? number : undefined,
    seq: typeof seq === 'number' ? seq : undefined,
  };
}

/** Returns the JSON object in some bytes; `undefined` for anything else. */
function parseObject(bytes: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    const value: unknown = hasTooManyValues(text) ? undefined : JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
