/** What a failure below HTTP was, in words that may be told: nothing of an error but its name and its code. */

export interface NetworkProblem {
  readonly kind: 'late' | 'certificate' | 'connection';
  readonly expected: string;
  readonly found: string;
}

const TLS_CODE = /^(?:CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH)/;

/** Returns what it means that no answer came. */
export function networkProblem(error: unknown): NetworkProblem {
  const name = error instanceof Error ? error.name : '';
  if (name === 'TimeoutError') return { kind: 'late', expected: 'an answer in time', found: 'none' };
  const code = error instanceof Error && 'code' in error ? String(error.code) : name || 'an error';
  return TLS_CODE.test(code)
    ? { kind: 'certificate', expected: 'a trusted certificate', found: code }
    : { kind: 'connection', expected: 'a connection', found: code };
}
