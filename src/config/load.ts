/**
 * Loads the configuration: the first step of every command. Finds the file, reads it and what it includes,
 * reports everything that is wrong at once, and returns plain connections ready to use.
 * Fetches no secret that a connection refers to: what passes here may still fail when it is used.
 */

import { ConfigFile, IncludedFile } from '../../schemas/config.ts';
import type { ConfiguredAlert } from '../../schemas/config-alerts.ts';
import { isRecord } from '../../schemas/config-rules.ts';
import { ConfigError } from '../errors.ts';
import type { LogLevel } from '../log.ts';
import { borrowLimits } from './borrow-limits.ts';
import { type Checked, crossIssues } from './check.ts';
import { type ConfigDocument, readDocument } from './document.ts';
import type { LoadedConfig, LoadOptions, Origin } from './effective.ts';
import { type Included, readIncluded } from './include.ts';
import { namedInputs } from './inputs/named-inputs.ts';
import { type FoundIssue, listIssues } from './issues.ts';
import { linkSenders } from './link-senders.ts';
import { shownPath } from './read-file.ts';
import { resolveConnection } from './resolve.ts';
import { resolveSender } from './resolve-sender.ts';
import { schemaIssues } from './schema-issues.ts';
import { findConfigFile } from './search.ts';
import { type ConnectionSource, createSettings, isSender, type Settings } from './settings.ts';
import { variableIssues } from './variables.ts';

/**
 * Returns the effective configuration. Reads files, and secrets only where `include` names their prefix: the
 * environment is passed in.
 *
 * `more`: rules besides those that hold everywhere.
 * @throws ConfigError with all problems, each with file, line and column: `CONFIG_UNAVAILABLE` when a part could not
 * be fetched, otherwise `CONFIG_INVALID`
 */
export async function loadConfig(
  options: LoadOptions,
  more: (checked: Checked) => readonly FoundIssue[] = () => [],
): Promise<LoadedConfig> {
  const file = findConfigFile(options);
  const main = readDocument(file, options.cwd);
  const settings = createSettings(main.document, options);
  const included = main.document ? await readIncluded(main.document, options) : NOTHING_INCLUDED;
  const documents = main.document ? [main.document, ...included.documents] : [];
  const connections = documents.flatMap(connectionSources);
  const readIssues = [...main.issues, ...included.issues];
  const configured =
    readIssues.length > 0 ? undefined : [...documents.map(({ value }) => value), options.overrides];
  const variables = variableIssues(options.env, configured);
  // What stands around a value is why it does not fit: that is told in place of it.
  const told = new Set(variables.map(({ path }) => path));
  const issues = [
    ...readIssues,
    ...settings.issues.filter(({ path }) => !told.has(path)),
    ...variables,
    ...documents.flatMap((document) =>
      schemaIssues(document, document === main.document ? ConfigFile : IncludedFile),
    ),
    // With a part unknown, what seems to be missing may be in it.
    ...(main.document && !included.isUnavailable ? [crossIssues, more] : []).flatMap((rule) =>
      rule({ main: main.document as ConfigDocument, connections, settings, known: options.known ?? {} }),
    ),
  ];
  if (issues.length > 0 || main.document === undefined)
    throw invalid(issues, documents, shownPath(file, options.cwd), included.isUnavailable);
  return effective(main.document, documents, connections, settings);
}

const NOTHING_INCLUDED: Included = { documents: [], issues: [], isUnavailable: false };

function effective(
  main: ConfigDocument,
  documents: readonly ConfigDocument[],
  sources: readonly ConnectionSource[],
  settings: Settings,
): LoadedConfig {
  const resolved = sources
    .filter((source) => !isSender(source))
    .map((source) => resolveConnection(source, settings, main));
  const resolvedSenders = sources.filter(isSender).map((source) => resolveSender(source, settings));
  const all = [...resolved, ...resolvedSenders];
  const readers = borrowLimits(resolved, all);
  const senders = borrowLimits(resolvedSenders, all);
  const linked = <Each extends { readonly name: string; readonly alerts: readonly ConfiguredAlert[] }>(
    connection: Each,
  ): Each => {
    const sending = senders.map((sender) => sender.connection);
    return { ...connection, alerts: linkSenders(connection.alerts, connection.name, sending) };
  };
  const logLevel = settings.find('logLevel');
  const origins = new Map<string, Origin>([
    ['logLevel', logLevel?.origin ?? { kind: 'default' }],
    ...(['policy', 'sharedRequestsPerMinute', 'consumers'] as const).map((name): [string, Origin] => [
      name,
      settings.find(name)?.origin ?? { kind: 'default' },
    ]),
  ]);
  for (const { connection, origins: own } of [...readers, ...senders]) {
    for (const [name, origin] of own) origins.set(`connections.${connection.name}.${name}`, origin);
  }
  const policy = ConfigFile.parse(main.value).policy ?? {};
  return {
    connections: readers.map(({ connection }) => ({ ...linked(connection), ...judgedBy(policy) })),
    senders: senders.map(({ connection }) => linked(connection)),
    origins,
    files: documents.map(({ file }) => file),
    policy,
    inputs: namedInputs(main),
    logLevel: (logLevel?.value ?? DEFAULT_LOG_LEVEL) as LogLevel,
    ...together(settings),
  };
}

/** One policy for all connections. An empty one says nothing, and is not kept. */
const judgedBy = (policy: LoadedConfig['policy']) => (Object.keys(policy).length === 0 ? {} : { policy });

/** Absent settings are absent, so that whoever reads them sees whether somebody said so. */
function together(settings: Settings): Pick<LoadedConfig, 'sharedRequestsPerMinute' | 'consumers'> {
  const perMinute = settings.find('sharedRequestsPerMinute')?.value;
  const consumers = settings.find('consumers')?.value;
  return {
    ...(typeof perMinute === 'number' ? { sharedRequestsPerMinute: perMinute } : {}),
    ...(typeof consumers === 'number' ? { consumers } : {}),
  };
}

const DEFAULT_LOG_LEVEL: LogLevel = 'info';

function connectionSources(document: ConfigDocument): readonly ConnectionSource[] {
  const list: unknown = document.value['connections'];
  if (!Array.isArray(list)) return [];
  return list.flatMap((value: unknown, index) =>
    isRecord(value) ? [{ document, path: ['connections', index], value }] : [],
  );
}

function invalid(
  found: readonly FoundIssue[],
  documents: readonly ConfigDocument[],
  shown: string,
  isUnavailable: boolean,
): ConfigError {
  const { issues, count } = listIssues(
    found,
    documents.map((document) => document.shown),
  );
  const more = count > issues.length ? `; the first ${issues.length} are listed` : '';
  const problems = count === 1 ? 'one problem' : `${count} problems`;
  return new ConfigError({
    message: `read configuration: ${shown}: expected no problem, got ${problems}${more}`,
    hint: 'Correct what is listed, and check again with segment-evidence config validate.',
    issues,
    isUnavailable,
  });
}
