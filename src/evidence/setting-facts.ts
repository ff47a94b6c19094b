/**
 * What may be said of a withheld setting: facts that are no secret and tell a reviewer to which vendor,
 * host and region data goes. Never a user, a password, a path, a query or a length. Pure.
 * Also says whether the value may be a secret, so that it is searched for elsewhere.
 */
import type { WithheldSetting } from '../../schemas/stored.ts';
import { withholdAddresses } from './addresses.ts';
import { isHost, maskLabels } from './host-labels.ts';

/** Members that stand next to `$fingerprint`. A host is as it was written. */
type SettingFacts = Omit<WithheldSetting, '$fingerprint'>;

/** Whether an option's name says that its value is a secret. */
export const SECRET_NAME = /key|secret|token|pass|pwd|private|credential|cert|auth|sas|dsn|webhook|url/i;
/** Of a value with such a name nothing is said at all, whatever it looks like. */
const NAMES_A_SECRET =
  /key|secret|token|pass|pwd|pin(?![a-z])|private|credential|cert|auth|sas|salt|sign|user|login/i;
/** Text that looks made by a generator and not by a person: worth searching for elsewhere. */
const GENERATED = /^(?=.*[a-z])(?=.*\d)[^\s]{16,}$/i;

const NAMES_A_HOST = /host|server|endpoint|domain|base/i;
const NAMES_A_REGION = /region|(?:^|[_-])location$/i;
const NAMES_A_DATABASE = /database|dataset|(?:^|[_-])db(?:[_-]?name)?$/i;
const NAMES_A_BUCKET = /bucket/i;

const MASK = /[\u2022\u25cf\u2217]{3}|\*{5}/;
const INSTANT = /^\d{4}-\d{2}-\d{2}(?:[T ][\d:.]+(?:Z|[+-]\d{2}:?\d{2})?)?$/;
/** Letters, and the few that have a digit: anything else before `://` may be what someone pasted. */
const URL_START = /^((?:jdbc:)?(?:[a-z][a-z+.-]{0,20}|s3a?|s3n|h2)):\/\//i;
const PLAIN_WORD = /^[\p{L}\p{N}][\p{L}\p{N}._ -]{0,63}$/u;
/** A region as someone sets it: `US`, `EU1`, `us-west-2`. Any other word may be what someone pasted. */
const REGION = /^[A-Za-z]{2}\d?(?: \p{RI}\p{RI})?$|^[a-z]{2,12}(?:-[a-z]{3,12}){1,2}-?\d{1,2}$/u;
/** Regions as AWS and Google Cloud write them: `eu-west-1`, `us-gov-east-1`, `europe-west3`. */
const REGION_LABEL =
  /^(?:us|eu|ap|sa|ca|me|af|il|mx|cn|europe|asia|australia|africa|(?:north|south)america)(?:-gov|-iso[a-z]?)?-(?:north|south|east|west|central)+-?\d{1,2}$/;

interface SettingReading {
  readonly facts: SettingFacts;
  /** Its name or its look says that it may be a secret, and the facts do not tell all of it anyway. */
  readonly isSuspect: boolean;
}

/** Returns what may be said of a setting's value, by the setting's name and the value's form. */
export function readSettingFacts(name: string, value: string): SettingReading {
  if (MASK.test(value)) return { facts: { $masked: true }, isSuspect: false };
  const isNamedSecret = SECRET_NAME.test(name);
  const facts = NAMES_A_SECRET.test(name) ? {} : (factsOfUrl(value) ?? factsByName(name, value));
  const isPlain = INSTANT.test(value) || isAddress(value) || isTold(value, facts);
  return { facts, isSuspect: !isPlain && (isNamedSecret || GENERATED.test(value)) };
}

/** Scheme, host and the region in it; `undefined` for what is no URL. */
function factsOfUrl(value: string): SettingFacts | undefined {
  const scheme = URL_START.exec(value)?.[1];
  if (scheme === undefined) return undefined;
  const told = { $scheme: scheme.toLowerCase() };
  const [authority = ''] = value.slice(scheme.length + 3).split(/[/?#\\]/, 1);
  const rest = value.slice(scheme.length + 3 + authority.length);
  // A password with a slash in it would make a user of what looks like the host.
  if (rest.includes('@')) return told;
  const host = withoutPort(authority.slice(authority.lastIndexOf('@') + 1));
  if (host === undefined) return told;
  if (/^(?:s3a?|gs)$/i.test(scheme)) return { ...told, $bucket: maskLabels(host) };
  return { ...told, ...hostFacts(host) };
}

function factsByName(name: string, value: string): SettingFacts {
  if (NAMES_A_REGION.test(name) && REGION.test(value)) return { $region: value };
  if (NAMES_A_BUCKET.test(name) && isPlainWord(value)) return { $bucket: maskLabels(value) };
  if (NAMES_A_DATABASE.test(name) && isPlainWord(value)) return { $database: maskLabels(value) };
  if (!NAMES_A_HOST.test(name) || value.includes('@')) return {};
  const [authority = ''] = value.split(/[/?#\\]/, 1);
  const host = withoutPort(authority);
  return host === undefined || !/\.|^localhost$/.test(host) ? {} : hostFacts(host);
}

function hostFacts(host: string): SettingFacts {
  const region = host.split('.').find((label) => REGION_LABEL.test(label));
  return { $host: maskLabels(host), ...(region === undefined ? {} : { $region: region }) };
}

function withoutPort(authority: string): string | undefined {
  const host = authority.replace(/:\d{1,5}$/, '');
  return isHost(host) ? host : undefined;
}

function isPlainWord(value: string): boolean {
  return PLAIN_WORD.test(value);
}

/** An e-mail address and nothing else: who it is says nothing of a secret. */
function isAddress(value: string): boolean {
  return withholdAddresses(value, () => '') === '';
}

/** Whether the facts say all that the value says. */
function isTold(value: string, { $scheme, $host, $region, $database, $bucket }: SettingFacts): boolean {
  const place = $host ?? $bucket ?? $database ?? $region;
  if (place === undefined || place.split('.').includes('*')) return false;
  const written = $scheme === undefined ? value : value.slice($scheme.length + 3);
  return written.replace(/\/$/, '').replace(/:\d{1,5}$/, '') === place;
}
