/**
 * What an answer of AWS, or the lack of one, means; the same words for S3, Secrets Manager and KMS.
 * Pure. The error that the AWS client throws goes no further than here: some of them quote the access
 * key, the session token or the string that was signed.
 */

import { MORE_DESCRIPTORS } from '../descriptors.ts';

export type AwsFailureKind =
  | 'credentials-missing'
  | 'credentials-expired'
  | 'sign-on-expired'
  | 'credentials-late'
  | 'unsendable'
  | 'credentials-refused'
  | 'denied'
  | 'clock'
  | 'region'
  | 'region-missing'
  | 'key-disabled'
  | 'busy'
  | 'network'
  | 'descriptors'
  | 'other';

export interface AwsFailure {
  readonly kind: AwsFailureKind;
  /** AWS's own name of the error, or that of the network. */
  readonly code: string;
  readonly status: number | undefined;
  readonly requestId: string | undefined;
  /** Where the bucket really is, when the answer said so. */
  readonly bucketRegion: string | undefined;
  /** Attempts that the client made. */
  readonly attempts: number;
  /** Fit for a message: `403 AccessDenied (request 4442587FB7D0A2F9)`. */
  readonly words: string;
  /** Stands for the client's error, without what it must not carry. */
  readonly cause: Error;
}

const KINDS: Readonly<Record<string, AwsFailureKind>> = {
  CredentialsProviderError: 'credentials-missing',
  TokenProviderError: 'credentials-missing',
  CredentialsLate: 'credentials-late',
  ERR_INVALID_CHAR: 'unsendable',
  ExpiredToken: 'credentials-expired',
  ExpiredTokenException: 'credentials-expired',
  RequestExpired: 'credentials-expired',
  TokenRefreshRequired: 'credentials-expired',
  InvalidAccessKeyId: 'credentials-refused',
  InvalidClientTokenId: 'credentials-refused',
  InvalidToken: 'credentials-refused',
  InvalidSignatureException: 'credentials-refused',
  SignatureDoesNotMatch: 'credentials-refused',
  UnrecognizedClientException: 'credentials-refused',
  AccessDenied: 'denied',
  AccessDeniedException: 'denied',
  AllAccessDisabled: 'denied',
  Forbidden: 'denied',
  RequestTimeTooSkewed: 'clock',
  PermanentRedirect: 'region',
  TemporaryRedirect: 'region',
  AuthorizationHeaderMalformed: 'region',
  IllegalLocationConstraintException: 'region',
  DisabledException: 'key-disabled',
  KMSInvalidStateException: 'key-disabled',
  DecryptionFailure: 'key-disabled',
  EncryptionFailure: 'key-disabled',
  SlowDown: 'busy',
  ServiceUnavailable: 'busy',
  InternalError: 'busy',
  InternalServiceError: 'busy',
  InternalFailure: 'busy',
  KMSInternalException: 'busy',
  DependencyTimeoutException: 'busy',
  ThrottlingException: 'busy',
  TooManyRequestsException: 'busy',
  RequestTimeout: 'busy',
  TimeoutError: 'network',
  EMFILE: 'descriptors',
  ENFILE: 'descriptors',
};

const NETWORK =
  /^(?:E(?:CONN(?:REFUSED|RESET|ABORTED)|PIPE|HOSTUNREACH|NETUNREACH|TIMEDOUT|NOTFOUND|AI_AGAIN|PROTO)|(?:ERR_(?:SSL|TLS)|CERT|DEPTH|SELF_SIGNED|UNABLE|HPE)_?)/;

/** What to do, where it does not depend on what was asked of which service. */
export const HINTS: Readonly<Partial<Record<AwsFailureKind, string>>> = {
  'credentials-missing':
    'Give this process AWS credentials: a role of the machine, AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
  'credentials-expired': 'Renew the AWS credentials of this process: log in again, or let a role renew them.',
  'sign-on-expired':
    'Sign on again with `aws sso login` or `aws login` for the profile in AWS_PROFILE, or use a role that needs nobody to sign on.',
  'credentials-late':
    'Check what gives this process its AWS credentials: the credential_process of its profile, STS or the metadata service did not answer.',
  unsendable:
    'Check the AWS region and credentials of this process, also in ~/.aws, for quotes, blanks and CR: they cannot be sent.',
  'credentials-refused': 'Correct the AWS credentials of this process: AWS does not know them.',
  clock: "Set this machine's clock: AWS refuses requests that are minutes off.",
  'region-missing': 'Set AWS_REGION.',
  busy: 'Try again; AWS was busy.',
  descriptors: MORE_DESCRIPTORS,
  network: 'Check the network, AWS_REGION and, where one is set, AWS_ENDPOINT_URL.',
};

/** What the client says of a region that would make no host name. */
const NO_REGION = /not a valid hostname component/;
/** What it says when a person must sign on again. */
const SIGN_ON = /\bsso (?:login|session)\b|session has expired|reauthenticate/i;

/** Returns what an error of the AWS client means. */
export function awsFailure(error: unknown): AwsFailure {
  const metadata = memberOf(error, '$metadata');
  const status = numberOf(memberOf(metadata, 'httpStatusCode'));
  const requestId = plain(memberOf(metadata, 'requestId'));
  const headers = memberOf(memberOf(error, '$response'), 'headers');
  const code = codeOf(error, status);
  const words = [status, code].filter((part) => part !== undefined).join(' ');
  const shown = requestId === undefined ? words : `${words} (request ${requestId})`;
  return {
    kind: kindOf(error, code, status),
    code,
    status,
    requestId,
    bucketRegion: plain(memberOf(headers, 'x-amz-bucket-region')),
    attempts: numberOf(memberOf(metadata, 'attempts')) ?? 1,
    words: shown,
    cause: new Error(`AWS: ${shown}`),
  };
}

/** The name of the error, unless it says nothing; a failure of the network has its name in `code`. */
function codeOf(error: unknown, status: number | undefined): string {
  const name = plain(memberOf(error, 'name'));
  const code = plain(memberOf(error, 'code'));
  if (code !== undefined && NETWORK.test(code)) return code;
  if (code === 'ERR_INVALID_CHAR' || NO_REGION.test(String(memberOf(error, 'message'))))
    return 'ERR_INVALID_CHAR';
  const isEmpty = name === undefined || ['Error', 'UnknownError', 'Unknown'].includes(name);
  if (!isEmpty && !/^\d+$/.test(name)) return name;
  if (status === 403) return 'Forbidden';
  if (status === 301) return 'PermanentRedirect';
  return code ?? name ?? 'an error';
}

function kindOf(error: unknown, code: string, status: number | undefined): AwsFailureKind {
  const message = String(memberOf(error, 'message') ?? '');
  if (status === undefined && /region is missing/i.test(message)) return 'region-missing';
  if (NETWORK.test(code)) return 'network';
  if (/ProviderError$/.test(code) && SIGN_ON.test(message)) return 'sign-on-expired';
  // S3 hands on what KMS said, as KMS.DisabledException.
  const known = KINDS[code.replace(/^KMS\./, '')];
  if (known !== undefined) return known;
  if (status === undefined) return 'other';
  if (status === 429 || status >= 500) return 'busy';
  return status === 403 ? 'denied' : 'other';
}

function memberOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}

/** A short word of AWS's; anything else is not repeated. */
function plain(value: unknown): string | undefined {
  return typeof value === 'string' && /^[\w.+/=:-]{1,128}$/.test(value) ? value : undefined;
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
