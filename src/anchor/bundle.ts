/** Records for programs that know Sigstore bundles: the time stamps, which lie beside a record, put into it. */
import type { Bundle } from '../../schemas/chain.ts';

/**
 * Returns the record with time stamps of its signature in it.
 *
 * @param answers DER of each TimeStampResp, as stored under `anchors/`
 */
export function withTimestamps(bundle: Bundle, answers: readonly Uint8Array[]): Bundle {
  const rfc3161Timestamps = answers.map((answer) => ({
    signedTimestamp: Buffer.from(answer).toString('base64'),
  }));
  return {
    ...bundle,
    verificationMaterial: {
      ...bundle.verificationMaterial,
      timestampVerificationData: { rfc3161Timestamps },
    },
  };
}
