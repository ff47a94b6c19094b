/**
 * What the configuration comes to: one plain object per connection, with every default, override and
 * inherited setting filled in. Holds references to secrets, never their values.
 */

import type { ConfiguredAlert } from '../../schemas/config-alerts.ts';
import type { InputName } from '../../schemas/input-entry.ts';
import type { ConfigIssue } from '../errors.ts';
import type { LogLevel } from '../log.ts';
import type { ListManagedFiles } from './managed-files.ts';

/** Where snapshots are kept. `path` is an absolute folder, or `s3://BUCKET/PREFIX` without a final slash. */
export type StoreLocation =
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 's3'; readonly path: string; readonly bucket: string; readonly prefix: string };

export interface Retention {
  readonly mode: 'GOVERNANCE' | 'COMPLIANCE';
  readonly days: number;
}

/** A time stamp authority, and by what its stamps are judged. */
export interface TimestampAuthority {
  /** Its address, or a reference to a secret that holds it. */
  readonly url: string;
  /** Absolute path of a PEM file, or the certificates themselves; see `readAuthorityCertificates`. */
  readonly ca: string;
}

/** A public key that signed before: its records are ours too, and it signs nothing more. */
export interface PreviousKey {
  /** Absolute. */
  readonly file: string;
  readonly keyId: string;
  readonly pem: string;
}

/** A file of the company's own, as the configuration names it. */
export interface ConfiguredInput {
  readonly name: InputName;
  /** Absolute. */
  readonly path: string;
  /** The path as messages show it. */
  readonly shown: string;
  /** Day, `2026-11-22`. */
  readonly asOf?: string;
  /** Where the configuration names it. */
  readonly place: Omit<ConfigIssue, 'message'>;
}

/** Where a value came from; `where` is `FILE:LINE:COLUMN`, the variable or the flag. A default has none. */
export interface Origin {
  readonly kind: 'flag' | 'environment' | 'file' | 'default';
  readonly where?: string;
}

/**
 * One connection, ready to use. References are as written, but `file:` paths absolute.
 * `apiUrl` and `otherRegionUrl` have no slash at the end.
 */
export interface EffectiveConnection {
  readonly name: string;
  readonly type: 'public-api';
  readonly region: 'us' | 'eu';
  readonly tokenRef: string;
  /** Day, `2026-09-01`. */
  readonly tokenIssuedAt?: string;
  readonly declaredRole?: string;
  /** Id under which the audit trail has what the token does. */
  readonly collectorActor?: string;
  /** Parameters of the checks, as written; absent where none are. */
  readonly policy?: Readonly<Record<string, unknown>>;
  /** Files of the company's own that checks rest on; of all connections the same. */
  readonly inputs: readonly ConfiguredInput[];
  /** Workspace id that the token must belong to. */
  readonly workspacePin?: string;
  /** Cron expression of five fields, in `timezone`. Absent: by hand only. */
  readonly schedule?: string;
  readonly timezone: string;
  readonly concurrency: number;
  /** Name of another connection, which itself shares with none. */
  readonly shareLimitsWith?: string;
  readonly requestsPerMinute: number;
  readonly features: Readonly<Record<string, boolean>>;
  readonly collect: {
    readonly include: readonly string[];
    readonly exclude: readonly string[];
    readonly lanes: readonly ('standard' | 'slow')[];
    readonly pageSize: number;
    /** Minutes for reading, 1 to 360. Absent: until ten minutes before the next slot. */
    readonly maxMinutes?: number;
  };
  readonly apiUrl: string;
  /** True when `baseUrl` names a host that is not Segment's. */
  readonly apiUrlIsOverride: boolean;
  /** Host to ask before saying `wrong-region`; null: the question is not asked. */
  readonly otherRegionUrl: string | null;
  readonly store: StoreLocation;
  readonly signingKeyRef: string;
  readonly previousKeys: readonly PreviousKey[];
  readonly fingerprintKeyRef: string;
  readonly retention: Retention | null;
  readonly bucketOwner?: string;
  readonly alerts: readonly ConfiguredAlert[];
  /** Who stamps each record after its commit; null: nobody. */
  readonly timestamp: TimestampAuthority | null;
  /** Whether each run puts a page beside its evidence. */
  readonly hasPage: boolean;
}

/**
 * A connection that sends by a write key, for `canary` and the alert channel `segment`. Reads nothing and stores
 * nothing: no store, no keys, no schedule.
 */
export interface SendingConnection {
  readonly name: string;
  readonly type: 'write-key';
  readonly region: 'us' | 'eu';
  readonly writeKeyRef: string;
  /** Origin that messages go to, without a path. */
  readonly trackingUrl: string;
  /** True when `baseUrl` names a host that is not the region's own. */
  readonly trackingUrlIsOverride: boolean;
  /** Workspace id that the source is said to be in. */
  readonly workspacePin?: string;
  /** Requests under way at once; of who shares limits the lender's, and the pace too. */
  readonly concurrency: number;
  /** Name of another connection of either type, which itself shares with none. */
  readonly shareLimitsWith?: string;
  readonly requestsPerMinute: number;
  readonly alerts: readonly ConfiguredAlert[];
}

export interface LoadedConfig {
  /** Those that read evidence, in the order of the files. None, where there are senders alone. */
  readonly connections: readonly EffectiveConnection[];
  /** Those that only send, in the order of the files. */
  readonly senders: readonly SendingConnection[];
  /** By setting: `logLevel`, `policy`, `sharedRequestsPerMinute`, `consumers`, `connections.<name>.<setting>`. */
  readonly origins: ReadonlyMap<string, Origin>;
  /** Absolute paths of the files read, the main one first; of secrets read as files `secretsmanager:NAME`. */
  readonly files: readonly string[];
  /** Parameters of the checks, as written. */
  readonly policy: Readonly<Record<string, unknown>>;
  /** Files of the company's own that the policy names. */
  readonly inputs: readonly ConfiguredInput[];
  readonly logLevel: LogLevel;
  /** Requests a minute of all connections together, over all processes. Absent: each connection has its own pace only. */
  readonly sharedRequestsPerMinute?: number;
  /** Processes that collect side by side behind one address; each has its part of the shared pace. Absent: one. */
  readonly consumers?: number;
}

/** Settings given as flags; they win over everything. Relative paths are relative to `cwd`. */
export interface ConfigOverrides {
  readonly store?: string | undefined;
  readonly signingKey?: string | undefined;
  readonly fingerprintKey?: string | undefined;
  readonly bucketOwner?: string | undefined;
  readonly retentionMode?: string | undefined;
  readonly retentionDays?: string | undefined;
  readonly logLevel?: string | undefined;
}

export interface LoadOptions {
  /** `--config`; otherwise `$SEGMENT_EVIDENCE_CONFIG`, `./evidence.config.yaml`, the XDG folder. */
  readonly file?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute; what `--config`, variables and flags are relative to. */
  readonly cwd: string;
  /** Home of the user, for `~/.config` when XDG_CONFIG_HOME is not set. */
  readonly homeDir?: string | undefined;
  readonly overrides?: ConfigOverrides | undefined;
  /** Reads what `include: [secretsmanager:PREFIX]` names. Default: AWS Secrets Manager, asked only for such an entry. */
  readonly listManagedFiles?: ListManagedFiles | undefined;
  /** Resources and features that exist; with them an unknown name is an error, without them it passes. */
  readonly known?: { readonly resources?: readonly string[]; readonly features?: readonly string[] };
}
