/**
 * `config show` and `config validate`: what the configuration comes to, where each value came from,
 * and everything that is wrong with it. Fetches no secret: shows the references.
 */

import type { ConfiguredAlert } from '../../schemas/config-alerts.ts';
import { isPem } from '../../schemas/config-anchors.ts';
import { authorityFileIssues } from '../config/check-anchors.ts';
import type {
  EffectiveConnection,
  LoadedConfig,
  LoadOptions,
  Origin,
  SendingConnection,
} from '../config/effective.ts';
import { type IgnoredColumn, ignoredColumns } from '../config/inputs/ignored-columns.ts';
import { assertInputs } from '../config/inputs/input-file.ts';
import { formatIssue } from '../config/issues.ts';
import { loadConfigForLambda } from '../config/lambda.ts';
import { loadConfig } from '../config/load.ts';
import { ConfigError, EXIT } from '../errors.ts';
import type { CommandOutput } from './command.ts';

interface ShownSetting {
  readonly value: unknown;
  readonly origin: Origin['kind'];
  /** `FILE:LINE:COLUMN`, the variable or the flag. */
  readonly where?: string;
}

/**
 * Returns the effective configuration with the origin of every value.
 * @throws ConfigError when it cannot be used
 */
export async function showConfig(options: LoadOptions): Promise<CommandOutput> {
  const config = await loadConfig(options);
  const general = {
    logLevel: shown(config, 'logLevel', config.logLevel),
    policy: shown(config, 'policy', config.policy),
    sharedRequestsPerMinute: shown(config, 'sharedRequestsPerMinute', config.sharedRequestsPerMinute ?? null),
    consumers: shown(config, 'consumers', config.consumers ?? null),
  };
  const all = [
    ...config.connections.map((each) => ({ name: each.name, written: settingsOf(each) })),
    ...config.senders.map((each) => ({ name: each.name, written: settingsOfSender(each) })),
  ];
  const connections = all.map(({ name: connection, written }) => ({
    name: connection,
    settings: Object.fromEntries(
      written.map(([name, value]) => [name, shown(config, `connections.${connection}.${name}`, value)]),
    ),
  }));
  const json = { schema: 'segment-evidence/config-show/v1', files: config.files, general, connections };
  const blocks = [
    ['files', ...config.files.map((file) => `  ${file}`)],
    ['general', ...table(general)],
    ...connections.map(({ name, settings }) => [`connection ${name}`, ...table(settings)]),
  ];
  return { exitCode: EXIT.done, json, text: blocks.map((lines) => lines.join('\n')).join('\n\n') };
}

/** As many files or names as a screen takes; `--json` has all. */
const SHOWN = 10;

function some(list: readonly string[]): string {
  if (list.length <= SHOWN) return list.join(', ');
  return `${list.slice(0, SHOWN).join(', ')} and ${list.length - SHOWN} more`;
}

/**
 * Returns whether the configuration can be used, and all problems when it cannot (exit 2). Contacts no one.
 * `isForLambda`: whether it can be used in the stack for Lambda.
 */
export async function validateConfig(options: LoadOptions, isForLambda = false): Promise<CommandOutput> {
  const schema = 'segment-evidence/config-validate/v1';
  try {
    const { files, connections, senders, inputs } = isForLambda
      ? await loadConfigForLambda(options)
      : await loadConfig(options, authorityFileIssues);
    await assertInputs(inputs);
    const names = [...connections, ...senders].map(({ name }) => name);
    const ignored = await ignoredColumns(inputs);
    const told = ignored.length === 0 ? {} : { ignoredColumns: ignored };
    const json = { schema, valid: true, files, connections: names, issues: [], ...told };
    const count = names.length === 1 ? 'one connection' : `${names.length} connections`;
    const lines = [`${some(files)}: valid, ${count}: ${some(names)}`, ...ignoredLines(ignored)];
    return { exitCode: EXIT.done, json, text: lines.join('\n') };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const json = { schema, valid: false, message: error.message, issues: error.issues };
    const lines = [error.message, ...error.issues.map((issue) => `  ${formatIssue(issue)}`)];
    return {
      exitCode: error.exitCode,
      json,
      text: [...lines, ...(error.hint ? [error.hint] : [])].join('\n'),
    };
  }
}

/** One line a file: an export of another program has many columns that nobody asks for. */
function ignoredLines(ignored: readonly IgnoredColumn[]): readonly string[] {
  return [...new Set(ignored.map(({ file }) => file))].map((file) => {
    const columns = ignored.filter((each) => each.file === file).map(columnWords);
    return `${file}: columns that are not read: ${some(columns)}`;
  });
}

const columnWords = ({ column, name = `one at column ${column}`, near }: IgnoredColumn): string =>
  near === undefined ? name : `${name} (did you mean ${near}?)`;

/** Names are those of the file, so that what is shown can be found and changed there. */
function settingsOf(connection: EffectiveConnection): readonly (readonly [string, unknown])[] {
  return [
    ['type', connection.type],
    ['region', connection.region],
    ['baseUrl', connection.apiUrl],
    ['otherRegionUrl', connection.otherRegionUrl],
    ['token', connection.tokenRef],
    ['tokenIssuedAt', connection.tokenIssuedAt ?? null],
    ['declaredRole', connection.declaredRole ?? null],
    ['collectorActor', connection.collectorActor ?? null],
    ['workspace', connection.workspacePin ?? null],
    ['schedule', connection.schedule ?? null],
    ['timezone', connection.timezone],
    ['report', connection.hasPage],
    ['concurrency', connection.concurrency],
    ['shareLimitsWith', connection.shareLimitsWith ?? null],
    ['requestsPerMinute', connection.requestsPerMinute],
    ['features', connection.features],
    ['collect.include', connection.collect.include],
    ['collect.exclude', connection.collect.exclude],
    ['collect.lanes', connection.collect.lanes],
    ['collect.pageSize', connection.collect.pageSize],
    ['collect.maxMinutes', connection.collect.maxMinutes ?? null],
    ['store', connection.store.path],
    ['signing.key', connection.signingKeyRef],
    ['signing.previousKeys', connection.previousKeys.map(({ file, keyId }) => ({ file, keyId }))],
    ['fingerprintKey', connection.fingerprintKeyRef],
    ['retention', connection.retention],
    ['bucketOwner', connection.bucketOwner ?? null],
    ['alerts', asWritten(connection.alerts)],
    ['anchors.timestamp.url', connection.timestamp?.url ?? null],
    ['anchors.timestamp.ca', shownCertificates(connection.timestamp?.ca)],
  ];
}

function settingsOfSender(connection: SendingConnection): readonly (readonly [string, unknown])[] {
  return [
    ['type', connection.type],
    ['region', connection.region],
    ['baseUrl', connection.trackingUrl],
    ['writeKey', connection.writeKeyRef],
    ['workspace', connection.workspacePin ?? null],
    ['concurrency', connection.concurrency],
    ['shareLimitsWith', connection.shareLimitsWith ?? null],
    ['requestsPerMinute', connection.requestsPerMinute],
    ['alerts', asWritten(connection.alerts)],
  ];
}

/** What a channel sends by is a setting of another connection. */
function asWritten(alerts: readonly ConfiguredAlert[]) {
  return alerts.filter(({ isLeftOut }) => isLeftOut !== true).map(({ sendsBy, ...alert }) => alert);
}

/** Certificates fill a page, and are no secret: it is enough to know where they stand. */
function shownCertificates(ca: string | undefined): string | null {
  if (ca === undefined) return null;
  return isPem(ca) ? 'written in the configuration' : ca;
}

function shown(config: LoadedConfig, name: string, value: unknown): ShownSetting {
  const { kind, where } = config.origins.get(name) ?? { kind: 'default' };
  return { value, origin: kind, ...(where === undefined ? {} : { where }) };
}

function table(settings: Readonly<Record<string, ShownSetting>>): readonly string[] {
  const rows = Object.entries(settings).map(([name, { value, origin, where }]) => ({
    name,
    value: value === null ? '-' : typeof value === 'string' ? value : JSON.stringify(value),
    origin: where ?? origin,
  }));
  const nameWidth = Math.max(...rows.map(({ name }) => name.length));
  const valueWidth = Math.min(48, Math.max(...rows.map(({ value }) => value.length)));
  return rows.map(
    ({ name, value, origin }) => `  ${name.padEnd(nameWidth)}  ${value.padEnd(valueWidth)}  ${origin}`,
  );
}
