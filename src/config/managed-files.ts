/**
 * Connections kept in AWS Secrets Manager: every secret whose name begins with a prefix holds what an included
 * file holds. Lists them, then reads each, a few at a time. No value ever enters a message.
 */
import { awaitCredentials } from '../aws/credentials.ts';
import { type AwsFailure, awsFailure, HINTS } from '../aws/failure.ts';
import { clientSettings } from './secrets-manager.ts';

const SCHEME = 'secretsmanager:';
/** What a name may be made of; a list of names takes `!` for "all but these", and `*` for itself. */
const PREFIX = /^[A-Za-z0-9/_+=.@-]+$/;
const AT_ONCE = 8;
const A_PAGE = 100;

/** One secret as a file: its text, or why there is none. */
export type ManagedFile = { readonly name: string } & (
  | { readonly text: string }
  | { readonly unavailable: string }
  | { readonly invalid: string }
);

export type ManagedFiles =
  | { readonly files: readonly ManagedFile[] }
  /** They could not be listed: nobody knows how many there are. */
  | { readonly unavailable: string };

/** Returns the secrets whose names begin with a prefix, by name. Never throws for what AWS answers. */
export type ListManagedFiles = (prefix: string) => Promise<ManagedFiles>;

/** Returns the prefix that an entry of `include:` names; undefined when it names files on the disk. */
export function prefixOf(entry: string): string | undefined {
  return entry.startsWith(SCHEME) ? entry.slice(SCHEME.length) : undefined;
}

/** Returns what is wrong with a prefix, not repeating it. */
export function prefixProblem(prefix: string): string | undefined {
  if (prefix === '') return 'expected the beginning of the names of secrets, got nothing: it would mean all';
  if (PREFIX.test(prefix)) return undefined;
  return 'expected the beginning of the names of secrets, without * and whatever else no name has';
}

/** How messages name a secret as a file. */
export const shownSecret = (name: string) => SCHEME + name;

/** Asks AWS Secrets Manager, in the region and with the credentials of this process. */
export const listManagedFiles: ListManagedFiles = async (prefix) => {
  const aws = await import('./secrets-manager-sdk.ts');
  const client = new aws.SecretsManagerClient(clientSettings);
  try {
    await awaitCredentials(client);
    const listed = await listNames(client, aws.ListSecretsCommand, prefix);
    return { files: await readEach(client, aws.GetSecretValueCommand, listed) };
  } catch (error) {
    const failure = awsFailure(error);
    return {
      unavailable: `expected a list of the secrets whose names begin with this, got ${failure.words}; ${adviceFor(failure, LISTING)}`,
    };
  } finally {
    client.destroy();
  }
};

type Sdk = typeof import('./secrets-manager-sdk.ts');
type Client = InstanceType<Sdk['SecretsManagerClient']>;

interface Listed {
  readonly name: string;
  readonly id: string;
}

async function listNames(
  client: Client,
  ListSecretsCommand: Sdk['ListSecretsCommand'],
  prefix: string,
): Promise<readonly Listed[]> {
  const found: Listed[] = [];
  let next: string | undefined;
  do {
    const page = await client.send(
      new ListSecretsCommand({
        Filters: [{ Key: 'name', Values: [prefix] }],
        MaxResults: A_PAGE,
        ...(next === undefined ? {} : { NextToken: next }),
      }),
    );
    for (const { Name: name, ARN: arn } of page.SecretList ?? []) {
      if (name?.startsWith(prefix)) found.push({ name, id: arn ?? name });
    }
    next = page.NextToken;
  } while (next !== undefined && next !== '');
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function readEach(
  client: Client,
  GetSecretValueCommand: Sdk['GetSecretValueCommand'],
  listed: readonly Listed[],
): Promise<readonly ManagedFile[]> {
  const files: ManagedFile[] = [];
  const waiting = [...listed.entries()];
  const readOn = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [place, { name, id }] = next;
      try {
        const { SecretString: text } = await client.send(new GetSecretValueCommand({ SecretId: id }));
        files[place] = text === undefined ? { name, invalid: BINARY } : { name, text };
      } catch (error) {
        const failure = awsFailure(error);
        const advice = adviceFor(failure, READING);
        files[place] = { name, unavailable: `expected its value, got ${failure.words}; ${advice}` };
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, readOn));
  return files;
}

const LISTING = 'secretsmanager:ListSecrets';
const READING = 'secretsmanager:GetSecretValue on the secrets, and kms:Decrypt on their key';
const BINARY = 'expected text, got a binary secret; store the connections as text, in YAML or JSON';

function adviceFor({ kind, code }: AwsFailure, permission: string): string {
  const hint =
    kind === 'denied'
      ? `Give this process ${permission}.`
      : (HINTS[kind] ?? `Look up ${code} in the documentation of AWS Secrets Manager.`);
  const text = hint.replace(/\.$/, '');
  return text.charAt(0).toLowerCase() + text.slice(1);
}
