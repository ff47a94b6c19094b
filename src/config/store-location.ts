/** What `store` says: a folder, or a bucket with a prefix. Pure. */
import { resolve } from 'node:path';
import type { StoreLocation } from './effective.ts';

const ADDRESS = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/;
/** Parts of a prefix that mean the same to every tool that reads the bucket. */
const PART = /^(?!\.{1,2}$)[A-Za-z0-9!_.*'()=+@,-]+$/;

/** Two letters or more before a colon: one letter is a drive of Windows. */
const SCHEME = /^[a-z][a-z0-9+.-]+:/i;
const IN_AWS = /^(?:https?:\/\/)?[^/]*\.amazonaws\.com(?:\.cn)?(?:\/|$)/i;

/**
 * Returns why a value is not a store, or undefined; a folder is checked when it is used. What looks like an
 * address and is none must never become a folder on this disk, where nobody would look for evidence.
 */
export function storeAddressProblem(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  if (!SCHEME.test(value) && !IN_AWS.test(value) && !/^s3\/\//i.test(value)) return undefined;
  if (parseBucketAddress(value) !== undefined) return undefined;
  return `expected a folder, or s3://BUCKET/PREFIX with the name of a bucket and a prefix of letters, digits and - _ . /, got another address${adviceFor(value)}`;
}

function adviceFor(value: string): string {
  const meant = bucketMeant(value);
  if (meant !== undefined) return `; write ${meant}`;
  const isName = !value.includes('//') && !/^(?:s3|arn):/i.test(value);
  return isName ? '; put ./ before it if a folder of this name is meant' : '';
}

/** Forms in which a bucket and a prefix stand elsewhere; the first group is the bucket, what follows the rest. */
const FORMS = [
  /^s3[an]?:?\/*([^/]+)(\/.*)?$/i,
  /^arn:[a-z-]+:s3:::([^/]+)(\/.*)?$/i,
  /^(?:https?:\/\/)?s3[.-][a-z0-9.-]*amazonaws\.com(?:\.cn)?\/([^/]+)(\/.*)?$/i,
  /^(?:https?:\/\/)?([a-z0-9.-]+?)\.s3[.-][a-z0-9.-]*amazonaws\.com(?:\.cn)?(\/.*)?$/i,
];

/** Returns the address that somebody means; `undefined` where nobody can tell. */
function bucketMeant(value: string): string | undefined {
  for (const form of FORMS) {
    const [, bucket, path = ''] = form.exec(value) ?? [];
    const address = `s3://${bucket?.toLowerCase()}${path}`;
    if (bucket !== undefined && parseBucketAddress(address) !== undefined) return address;
  }
  return undefined;
}

/** Returns the bucket and the prefix (without slashes around it) of an address; `undefined` for any other. */
export function parseBucketAddress(
  address: string,
): { readonly bucket: string; readonly prefix: string } | undefined {
  const match = ADDRESS.exec(address);
  if (match === null) return undefined;
  const [, bucket = '', path = ''] = match;
  const prefix = path.replace(/\/$/, '');
  const isPlain = prefix === '' || prefix.split('/').every((part) => PART.test(part));
  return isPlain ? { bucket, prefix } : undefined;
}

/** Returns where a store is. Its `path` is what people and commands call it by. */
export function toStoreLocation(value: string, folder: string): StoreLocation {
  const address = parseBucketAddress(value);
  if (address === undefined) return { kind: 'folder', path: resolve(folder, value) };
  const { bucket, prefix } = address;
  return { kind: 's3', ...address, path: `s3://${bucket}${prefix === '' ? '' : `/${prefix}`}` };
}
