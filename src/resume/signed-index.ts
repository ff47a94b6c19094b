/** The index of a resume point as signed bytes and back: a DSSE envelope of a type of its own. */
import {
  RESUME_PAYLOAD_TYPE,
  type ResumePoint,
  resumeEnvelope,
  resumePoint,
} from '../../schemas/resume-point.ts';
import { canonical } from '../evidence/canonical.ts';
import { hasTooManyValues } from '../evidence/json-size.ts';
import { isSignatureValid, preAuthenticationEncoding } from '../seal/dsse.ts';
import type { Signer } from '../seal/signer.ts';

/** Larger than the index of any run that ends within its time. */
export const LARGEST_INDEX_BYTES = 4 * 1024 * 1024;

/** Returns the bytes of a signed index. @throws SealError SIGN_FAILED */
export async function signIndex(point: ResumePoint, signer: Signer): Promise<Buffer> {
  const payload = Buffer.from(canonical(point));
  const signature = await signer.sign(preAuthenticationEncoding(RESUME_PAYLOAD_TYPE, payload));
  const envelope = {
    payload: payload.toString('base64'),
    payloadType: RESUME_PAYLOAD_TYPE,
    signatures: [{ keyid: signer.keyId, sig: Buffer.from(signature).toString('base64') }],
  };
  return Buffer.from(canonical(envelope));
}

/** Returns the index in some bytes; `undefined` unless this very key has signed it. Nothing of it counts before. */
export async function readIndex(
  bytes: Uint8Array,
  { keyId, publicKey }: Pick<Signer, 'keyId' | 'publicKey'>,
): Promise<ResumePoint | undefined> {
  const envelope = resumeEnvelope.safeParse(parse(bytes));
  const [signature] = envelope.data?.signatures ?? [];
  if (!envelope.success || signature?.keyid !== keyId) return undefined;
  const payload = Buffer.from(envelope.data.payload, 'base64');
  const sig = Buffer.from(signature.sig, 'base64');
  if (!(await isSignatureValid(publicKey, RESUME_PAYLOAD_TYPE, payload, sig))) return undefined;
  return resumePoint.safeParse(parse(payload)).data;
}

function parse(bytes: Uint8Array): unknown {
  const text = new TextDecoder().decode(bytes);
  try {
    return hasTooManyValues(text) ? undefined : JSON.parse(text);
  } catch {
    // Whatever somebody put there: it is no index.
    return undefined;
  }
}
