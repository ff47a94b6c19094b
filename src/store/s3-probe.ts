/**
 * What a bucket does as a store, found out by doing it: what it should refuse is tried too. Writes below
 * `<prefix>/segment-evidence/doctor/` only; a store's evidence is neither read nor touched.
 */
import { awsFailure } from '../aws/failure.ts';
import { DOCTOR_PREFIX } from './layout.ts';
import { missing, ok, type Probe, probeAtOnce, probeClock, type RaceEnd, unknownProbe } from './probe.ts';
import { isDenied, type Probing, putInput, sha256, tryForbidden } from './s3-attempt.ts';
import { type Bucket, bucketError } from './s3-bucket.ts';
import { probeLegalHold } from './s3-hold-probe.ts';
import { probeSettings } from './s3-settings.ts';

/** A probe under retention is locked this long, so that no one is left with it. */
const LOCKED_MS = 60_000;

/** Returns what was found. `name` is one that no one else uses. */
export async function probeBucket(bucket: Bucket, name: string): Promise<readonly Probe[]> {
  const key = `${DOCTOR_PREFIX}${name}`;
  const sdk = await bucket.sdk().catch((error: unknown) => unusable(bucket, key, error));
  if ('verdict' in sdk) return [sdk];
  const probing: Probing = { bucket, key, ...sdk };
  const first = await tryFirst(probing);
  if ('verdict' in first) return [first];
  return [
    ok('usable', 'an object was written and read'),
    await probeCreateOnly(probing),
    await probeAtOnce((race, own) => tryToBeFirst(probing, race, own)),
    await probeChecksum(probing),
    await probeWrongChecksum(probing),
    first.encryption,
    ...(await probeSettings(bucket)),
    await probeOverwrite(probing),
    await probeDelete(probing, first.versionId),
    ...(await probeLegalHold(probing)),
    probeClock(first.serverDate, bucket.now(), 'the store'),
  ];
}

interface Written {
  readonly versionId: string | undefined;
  readonly serverDate: string | undefined;
  readonly encryption: Probe;
}

function unusable(bucket: Bucket, key: string, error: unknown): Probe {
  const { message, hint } = bucketError(bucket, 'store', key, error);
  return missing('usable', message, hint ?? 'Check the bucket.');
}

/** Writes as a run does, its lock included, and reads it back. */
async function tryFirst(probing: Probing): Promise<Written | Probe> {
  const { bucket, key, s3, once, client } = probing;
  const { retention } = bucket;
  const lock =
    retention === null
      ? {}
      : {
          ObjectLockMode: retention.mode,
          ObjectLockRetainUntilDate: new Date(bucket.now().getTime() + LOCKED_MS),
        };
  let serverDate: string | undefined;
  try {
    const command = new s3.PutObjectCommand({ ...putInput(probing, key), IfNoneMatch: '*', ...lock });
    command.middlewareStack.add(
      (next) => async (args) => {
        const result = await next(args);
        const { headers } = result.response as { readonly headers?: Readonly<Record<string, string>> };
        serverDate = headers?.['date'];
        return result;
      },
      { step: 'deserialize', priority: 'low' },
    );
    const { VersionId, ServerSideEncryption, SSEKMSKeyId } = await once.send(command);
    const { Body } = await client.send(new s3.GetObjectCommand({ ...bucket.named, Key: bucket.nameOf(key) }));
    const back = await Body?.transformToString();
    if (back !== key)
      return missing('usable', 'other bytes came back than were written', 'Use another store.');
    const encryption = probeEncryption(ServerSideEncryption, SSEKMSKeyId);
    return { versionId: VersionId, serverDate, encryption };
  } catch (error) {
    return unusable(bucket, key, error);
  }
}

function probeEncryption(algorithm: string | undefined, keyId: string | undefined): Probe {
  if (algorithm === undefined) {
    const hint = 'Turn on default encryption of the bucket, with a KMS key of your own where you have one.';
    return missing('encryption', 'the bucket does not say that objects are encrypted', hint);
  }
  return ok('encryption', keyId === undefined ? algorithm : `${algorithm} with ${keyId}`);
}

function probeCreateOnly(probing: Probing): Promise<Probe> {
  const { s3, once } = probing;
  const command = new s3.PutObjectCommand({ ...putInput(probing, 'second'), IfNoneMatch: '*' });
  return tryForbidden(
    'create-only',
    () => once.send(command),
    ({ status }) => status === 412,
    {
      refused: 'a second object under the same name was refused with 412',
      done: 'a second object replaced the first: the store ignores If-None-Match',
      hint: 'Use a store with conditional writes, such as Amazon S3: on this one evidence can be overwritten.',
    },
  );
}

/** Where two write at the same moment, one is refused: with 412, or 409 while the other is under way. */
async function tryToBeFirst(probing: Probing, race: number, own: string): Promise<RaceEnd> {
  const { s3, once } = probing;
  const racing = { ...probing, key: `${probing.key}-race-${race}` };
  try {
    await once.send(new s3.PutObjectCommand({ ...putInput(racing, own), IfNoneMatch: '*' }));
    return 'first';
  } catch (error) {
    return [409, 412].includes(awsFailure(error).status ?? 0) ? 'refused' : 'failed';
  }
}

async function probeChecksum({ bucket, key, s3, client }: Probing): Promise<Probe> {
  try {
    const command = new s3.HeadObjectCommand({
      ...bucket.named,
      Key: bucket.nameOf(key),
      ChecksumMode: 'ENABLED',
    });
    const { ChecksumSHA256 } = await client.send(command);
    if (ChecksumSHA256 === sha256(key)) return ok('checksum', 'the SHA-256 is kept with the object');
    const hint = 'Use a store that keeps SHA-256 checksums, such as Amazon S3.';
    return missing('checksum', 'the SHA-256 that was sent is not kept with the object', hint);
  } catch (error) {
    return unknownProbe('checksum', `got ${awsFailure(error).words}`, 'Give this process s3:GetObject.');
  }
}

function probeWrongChecksum(probing: Probing): Promise<Probe> {
  const { s3, once } = probing;
  const other = { ...probing, key: `${probing.key}-wrong` };
  // Creating, as every write of ours: whoever may only create would else be refused for that.
  const input = { ...putInput(other, 'bytes', 'other bytes'), IfNoneMatch: '*' };
  const command = new s3.PutObjectCommand(input);
  return tryForbidden(
    'wrong-checksum',
    () => once.send(command),
    ({ status }) => status === 400,
    {
      refused: 'bytes that do not match their SHA-256 were refused',
      done: 'bytes that do not match their SHA-256 were taken',
      hint: 'Use a store that checks SHA-256 checksums, such as Amazon S3; `verify` finds the difference only later.',
    },
  );
}

function probeOverwrite(probing: Probing): Promise<Probe> {
  const { s3, once } = probing;
  const command = new s3.PutObjectCommand(putInput(probing, 'overwritten'));
  return tryForbidden('overwrite', () => once.send(command), isDenied, {
    refused: 'this process may not overwrite',
    done: 'this process may overwrite an object; where versions are kept, `verify` shows it',
    hint: 'Deny s3:PutObject without If-None-Match in the policy of the bucket (condition s3:if-none-match).',
  });
}

/** Once as everyone deletes, and once the version itself; refused is refused only when both are. */
async function probeDelete(probing: Probing, versionId: string | undefined): Promise<Probe> {
  const { bucket, key, s3, once } = probing;
  const found = {
    refused: 'this process may not delete',
    done: 'this process may delete an object; where versions are kept, `verify` shows it',
    hint: 'Remove s3:DeleteObject and s3:DeleteObjectVersion from this process.',
  };
  const remove = (VersionId?: string) =>
    once.send(new s3.DeleteObjectCommand({ ...bucket.named, Key: bucket.nameOf(key), VersionId }));
  const hiding = await tryForbidden('delete', () => remove(), isDenied, found);
  if (hiding.verdict !== 'ok' || versionId === undefined) return hiding;
  return tryForbidden('delete', () => remove(versionId), isDenied, found);
}
