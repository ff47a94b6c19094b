/**
 * Whether a legal hold, which is what keeps chain records forever, can be set, and whether whoever asks could
 * release it. Both are tried on one object, always the same one: where a hold is not released, it stays.
 */
import { awsFailure } from '../aws/failure.ts';
import { DOCTOR_PREFIX } from './layout.ts';
import { missing, ok, type Probe } from './probe.ts';
import { isDenied, type Probing, putInput, tryForbidden } from './s3-attempt.ts';
import { bucketError } from './s3-bucket.ts';

/** Returns both verdicts; none where no lock is asked for, and the second only where the first is good. */
export async function probeLegalHold(probing: Probing): Promise<readonly Probe[]> {
  if (probing.bucket.retention === null) return [];
  const held = { ...probing, key: `${DOCTOR_PREFIX}legal-hold` };
  const set = await probeSet(held);
  return set.verdict === 'ok' ? [set, await probeRelease(held)] : [set];
}

async function probeSet(probing: Probing): Promise<Probe> {
  const { bucket, key, s3, once } = probing;
  const hold = { IfNoneMatch: '*', ObjectLockLegalHoldStatus: 'ON' } as const;
  try {
    await once.send(new s3.PutObjectCommand({ ...putInput(probing, key), ...hold }));
  } catch (error) {
    // It is there since the last time: permissions are checked first, so it could have been set now too.
    if (awsFailure(error).status !== 412) {
      const { message, hint } = bucketError(bucket, 'store', key, error);
      return missing('legal-hold', message, hint ?? 'Give this process s3:PutObjectLegalHold.');
    }
  }
  return ok('legal-hold', 'a legal hold can be set');
}

function probeRelease({ bucket, key, s3, once }: Probing): Promise<Probe> {
  const command = new s3.PutObjectLegalHoldCommand({
    ...bucket.named,
    Key: bucket.nameOf(key),
    LegalHold: { Status: 'OFF' },
  });
  return tryForbidden('legal-hold-release', () => once.send(command), isDenied, {
    refused: 'this process may not release a legal hold',
    done: 'this process may release a legal hold, and then delete a record',
    hint: 'Refuse s3:PutObjectLegalHold with OFF in the policy of the bucket (condition s3:object-lock-legal-hold).',
  });
}
