/**
 * The settings that can be given in more than one way, and which way wins:
 * flag > environment > connection in a file > the main file.
 */

import * as z from 'zod';
import { ConfigFile } from '../../schemas/config.ts';
import {
  FingerprintKey,
  MOST_CONSUMERS,
  Retention,
  Signing,
  Store,
  wholeNumber,
} from '../../schemas/config-values.ts';
import type { ConfigIssue } from '../errors.ts';
import { LOG_LEVELS } from '../log.ts';
import type { ConfigDocument, Path } from './document.ts';
import type { ConfigOverrides, LoadOptions, Origin } from './effective.ts';
import { valueProblem } from './schema-issues.ts';

/** One connection as it is in a file, not checked. */
export interface ConnectionSource {
  readonly document: ConfigDocument;
  readonly path: Path;
  readonly value: Readonly<Record<string, unknown>>;
}

/** Returns whether a connection only sends, by a write key: it reads nothing and stores nothing. */
export function isSender({ value }: ConnectionSource): boolean {
  return value['type'] === 'write-key';
}

/** A value that was found, where it came from, and what a relative path in it is relative to. */
export interface Found {
  readonly value: unknown;
  readonly origin: Origin;
  readonly folder: string;
  readonly place: Omit<ConfigIssue, 'message'>;
}

interface Ways {
  readonly path: Path;
  /** Without `SEGMENT_EVIDENCE_`. */
  readonly variable?: string;
  readonly flag?: string;
  readonly override?: keyof ConfigOverrides;
  readonly schema: z.ZodType;
}

const WAYS = {
  store: { path: ['store'], variable: 'STORE', flag: '--store', override: 'store', schema: Store },
  'signing.key': {
    path: ['signing', 'key'],
    variable: 'SIGNING_KEY',
    flag: '--signing-key',
    override: 'signingKey',
    schema: Signing.shape.key,
  },
  fingerprintKey: {
    path: ['fingerprintKey'],
    variable: 'FINGERPRINT_KEY',
    flag: '--fingerprint-key',
    override: 'fingerprintKey',
    schema: FingerprintKey,
  },
  bucketOwner: {
    path: ['bucketOwner'],
    variable: 'BUCKET_OWNER',
    flag: '--bucket-owner',
    override: 'bucketOwner',
    schema: ConfigFile.shape.bucketOwner,
  },
  'retention.mode': {
    path: ['retention', 'mode'],
    variable: 'RETENTION_MODE',
    flag: '--retention-mode',
    override: 'retentionMode',
    schema: Retention.shape.mode,
  },
  'retention.days': {
    path: ['retention', 'days'],
    variable: 'RETENTION_DAYS',
    flag: '--retention-days',
    override: 'retentionDays',
    schema: Retention.shape.days,
  },
  logLevel: {
    path: [],
    variable: 'LOG_LEVEL',
    flag: '--log-level',
    override: 'logLevel',
    schema: z.enum(LOG_LEVELS),
  },
  sharedRequestsPerMinute: {
    path: ['sharedRequestsPerMinute'],
    schema: ConfigFile.shape.sharedRequestsPerMinute,
  },
  report: { path: ['report'], schema: ConfigFile.shape.report },
  consumers: { path: [], variable: 'CONSUMERS', schema: wholeNumber(1, MOST_CONSUMERS) },
  alerts: { path: ['alerts'], schema: z.unknown() },
  anchors: { path: ['anchors'], schema: z.unknown() },
  policy: { path: ['policy'], schema: z.unknown() },
} as const satisfies Record<string, Ways>;

const NUMBERS: ReadonlySet<z.ZodType> = new Set([WAYS['retention.days'].schema, WAYS.consumers.schema]);

export type SettingName = keyof typeof WAYS;

export const VARIABLE_PREFIX = 'SEGMENT_EVIDENCE_';

/** Every variable that means something, also those that are no settings. */
export const KNOWN_VARIABLES: readonly string[] = [
  ...['CONFIG', 'QUEUE'].map((name) => VARIABLE_PREFIX + name),
  ...Object.values<Ways>(WAYS).flatMap(({ variable }) => (variable ? [VARIABLE_PREFIX + variable] : [])),
];

export interface Settings {
  /** Returns the value that wins, for a connection or for the whole; undefined when no one gave one. */
  find(name: SettingName, connection?: ConnectionSource): Found | undefined;
  /** Flags and variables whose value does not fit. */
  readonly issues: readonly ConfigIssue[];
}

/** Returns the settings of a main file; `main` is undefined while it cannot be read. */
export function createSettings(main: ConfigDocument | undefined, options: LoadOptions): Settings {
  const find = (name: SettingName, connection?: ConnectionSource): Found | undefined => {
    const ways: Ways = WAYS[name];
    return (
      outside(ways, options)[0] ??
      (connection && inFile(connection.document, connection.path, ways.path)) ??
      (main && inFile(main, [], ways.path))
    );
  };
  const issues = Object.values<Ways>(WAYS).flatMap((ways) =>
    outside(ways, options).flatMap(({ value, place }) => {
      const message = valueProblem(ways.schema, value);
      return message === undefined ? [] : [{ ...place, message }];
    }),
  );
  return { find, issues };
}

/** Returns the flag's value, then the variable's. */
function outside(ways: Ways, { env, cwd, overrides = {} }: LoadOptions): readonly Found[] {
  const found: Found[] = [];
  const add = (kind: 'flag' | 'environment', where: string | undefined, text: string | undefined) => {
    if (where === undefined || text === undefined || (kind === 'environment' && text === '')) return;
    // Variables and flags are text; only the schema of a number takes digits for one.
    const value = NUMBERS.has(ways.schema) && /^\d+$/.test(text) ? Number(text) : text;
    found.push({ value, origin: { kind, where }, folder: cwd, place: { path: where } });
  };
  const variable = ways.variable && VARIABLE_PREFIX + ways.variable;
  add('flag', ways.flag, ways.override && overrides[ways.override]);
  add('environment', variable, variable && env[variable]);
  return found;
}

function inFile(document: ConfigDocument, base: Path, path: Path): Found | undefined {
  if (path.length === 0) return undefined;
  const full = [...base, ...path];
  const value = ownValue(document.value, full);
  if (value === undefined || value === null) return undefined;
  const place = document.placeOf(full);
  return { value, origin: fileOrigin(document, full), folder: document.folder, place };
}

/** Returns where a value is in a file. */
export function fileOrigin(document: ConfigDocument, path: Path): Origin {
  const { file, line, column } = document.placeOf(path);
  return { kind: 'file', where: `${file}:${line}:${column}` };
}

/** Returns the value at a path, or undefined; never what an object inherits. */
export function ownValue(value: unknown, path: Path): unknown {
  let current = value;
  for (const segment of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, segment)) return undefined;
    current = Reflect.get(current, segment);
  }
  return current;
}
