/**
 * One PUT that creates or fails. `If-None-Match: *` makes the bucket decide; the digest travels with the
 * bytes, so that what the bucket keeps is what was sent. An answer that was lost is asked for again: what
 * is there then, if it is ours byte for byte, was written by us.
 */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { type AwsFailure, awsFailure } from '../aws/failure.ts';
import { backoffMs } from '../backoff.ts';
import { StoreError } from '../errors.ts';
import { type Bucket, bucketError } from './s3-bucket.ts';
import { readObject } from './s3-get.ts';
import { lockOf } from './s3-lock.ts';
import type { Content } from './store.ts';

const MOST_ATTEMPTS = 5;
const BACKOFF = { firstMs: 200 };
/** Up to this size an object is held in memory, which is quicker; larger ones are streamed: several are sent at once. */
const SMALL_BYTES = 1024 * 1024;

/** Creates an object. @throws StoreError ALREADY_EXISTS, WRITE_FAILED */
export async function putObject(bucket: Bucket, key: string, content: Content): Promise<void> {
  let mayHaveArrived = false;
  for (let attempt = 1; ; attempt += 1) {
    const error = await tryPut(bucket, key, content);
    if (error === undefined) return;
    if (error instanceof StoreError) throw error;
    const failure = awsFailure(error);
    const isTaken = failure.status === 412;
    mayHaveArrived ||= isLost(failure);
    const isLast = isTaken || !isWorthAnother(failure) || attempt === MOST_ATTEMPTS;
    if (isLast && mayHaveArrived && (await isThere(bucket, key, content))) return;
    if (isTaken) throw alreadyExists(bucket, key, failure);
    if (isLast) throw bucketError(bucket, 'store', key, error);
    await bucket.sleep(backoffMs(BACKOFF, attempt, bucket.random()));
  }
}

function alreadyExists({ location }: Bucket, key: string, { cause }: AwsFailure): StoreError {
  return new StoreError({
    code: 'ALREADY_EXISTS',
    key,
    message: `store: ${location}/${key}: expected no object there, got one`,
    cause,
  });
}

/** Whether the bucket may have done it, and only its answer is missing. */
function isLost({ kind, status }: AwsFailure): boolean {
  return kind === 'network' || (status !== undefined && status >= 500);
}

/** Two writers at once: the bucket answers 409 to one of them and wants it to ask again. */
function isWorthAnother({ kind, code, status }: AwsFailure): boolean {
  return (
    kind === 'busy' ||
    kind === 'network' ||
    status === 409 ||
    code === 'ConditionalRequestConflict' ||
    code === 'OperationAborted'
  );
}

/** Returns what went wrong, if anything did. */
async function tryPut(bucket: Bucket, key: string, content: Content): Promise<unknown> {
  const body = new CheckedBody(key, content);
  const abort = new AbortController();
  try {
    const { s3, once } = await bucket.sdk();
    const command = new s3.PutObjectCommand({
      ...bucket.named,
      Key: bucket.nameOf(key),
      Body: content.bytes <= SMALL_BYTES ? await body.whole() : streamOf(body, abort),
      ContentLength: content.bytes,
      IfNoneMatch: '*',
      // Both: with the digest alone some servers neither check nor keep it.
      ChecksumAlgorithm: 'SHA256',
      ChecksumSHA256: Buffer.from(content.sha256, 'hex').toString('base64'),
      ...lockOf(key, bucket.retention, bucket.now()),
    });
    await once.send(command, { abortSignal: abort.signal });
    return undefined;
  } catch (error) {
    return body.problem ?? error ?? new Error('refused without a reason');
  }
}

/** A body that breaks off must end the request too: the client itself would wait for the rest. */
function streamOf(body: CheckedBody, abort: AbortController): Readable {
  return Readable.from(body.stream(), { objectMode: false }).once('error', () => abort.abort());
}

/** The bytes, held against what was promised, so that a torn or changed file never gets its name. */
class CheckedBody {
  readonly #key: string;
  readonly #content: Content;
  /** Why the bytes cannot be sent; whatever the client says then is only a consequence. */
  problem: StoreError | undefined;

  constructor(key: string, content: Content) {
    this.#key = key;
    this.#content = content;
  }

  async whole(): Promise<Buffer> {
    const chunks: Uint8Array[] = [];
    for await (const chunk of this.stream()) chunks.push(chunk);
    return Buffer.concat(chunks);
  }

  /** Holds the last chunk back until all of it is known to be right: a body that ends short is not kept. */
  async *stream(): AsyncGenerator<Uint8Array> {
    const hash = createHash('sha256');
    let bytes = 0;
    let held: Uint8Array | undefined;
    try {
      for await (const chunk of this.#content.open()) {
        hash.update(chunk);
        bytes += chunk.length;
        if (held !== undefined) yield held;
        held = chunk;
      }
    } catch (cause) {
      const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'an error';
      throw this.#fail(`expected to read what is to be stored, got ${code}`, cause);
    }
    const { sha256 } = this.#content;
    if (bytes !== this.#content.bytes || hash.digest('hex') !== sha256) {
      throw this.#fail(`expected ${this.#content.bytes} bytes sha256:${sha256}, got others`);
    }
    if (held !== undefined) yield held;
  }

  #fail(problem: string, cause?: unknown): StoreError {
    const key = this.#key;
    this.problem = new StoreError({ code: 'WRITE_FAILED', key, message: `store: ${key}: ${problem}`, cause });
    return this.problem;
  }
}

/** Reads back what is there: ours when every byte is. */
async function isThere(bucket: Bucket, key: string, content: Content): Promise<boolean> {
  try {
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const chunk of readObject(bucket, key)) {
      hash.update(chunk);
      bytes += chunk.length;
    }
    return bytes === content.bytes && hash.digest('hex') === content.sha256;
  } catch {
    // Not known to be there: the error of the PUT itself is what is told.
    return false;
  }
}
