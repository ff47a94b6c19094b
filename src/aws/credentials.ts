/**
 * Waits for credentials, and not for ever: a `credential_process`, STS or a metadata service may never answer,
 * and the AWS client sets them no limit, nor can it be told to stop waiting.
 */

/** What is used of an AWS client. */
export interface Credentialed {
  readonly config: { readonly credentials: () => Promise<unknown> };
}

const LONGEST_MS = 30_000;

/** Resolves when the client has its credentials, which it keeps. @throws what the client throws; CredentialsLate */
export async function awaitCredentials({ config }: Credentialed, longestMs = LONGEST_MS): Promise<void> {
  const limit = AbortSignal.timeout(longestMs);
  const late = new Promise<never>((_, reject) => {
    limit.addEventListener('abort', () => {
      reject(Object.assign(new Error('no credentials in time'), { name: 'CredentialsLate' }));
    });
  });
  await Promise.race([config.credentials(), late]);
}
