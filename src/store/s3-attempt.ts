/** What the probes of a bucket have in common: what they write, and asking for what should be refused. */
import { createHash } from 'node:crypto';
import { type AwsFailure, awsFailure } from '../aws/failure.ts';
import { missing, ok, type Probe, type Property, unknownProbe } from './probe.ts';
import type { Bucket, Sdk } from './s3-bucket.ts';

export interface Probing extends Sdk {
  readonly bucket: Bucket;
  readonly key: string;
}

export const sha256 = (text: string) => createHash('sha256').update(text).digest('base64');

/** Returns a request to write; `digestOf` other bytes makes it one that should be refused. */
export function putInput({ bucket, key }: Probing, body: string, digestOf = body) {
  return {
    ...bucket.named,
    Key: bucket.nameOf(key),
    Body: body,
    ChecksumAlgorithm: 'SHA256' as const,
    ChecksumSHA256: sha256(digestOf),
  };
}

/** Asks for something that should be refused. Anything but a refusal or a success says nothing. */
export async function tryForbidden(
  property: Property,
  attempt: () => Promise<unknown>,
  isRefusal: (failure: AwsFailure) => boolean,
  found: { readonly refused: string; readonly done: string; readonly hint: string },
): Promise<Probe> {
  try {
    await attempt();
    return missing(property, found.done, found.hint);
  } catch (error) {
    const failure = awsFailure(error);
    if (isRefusal(failure)) return ok(property, found.refused);
    return unknownProbe(property, `got ${failure.words}`, 'Try again; check the store if it happens again.');
  }
}

/** Refused for lack of permission, and for nothing else. */
export const isDenied = ({ kind }: AwsFailure) => kind === 'denied';
