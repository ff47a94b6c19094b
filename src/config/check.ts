/** What can only be seen across connections and files: names, required settings, shared limits. */

import { isRecord } from '../../schemas/config-rules.ts';
import { ConnectionName } from '../../schemas/config-values.ts';
import type { ConfigIssue } from '../errors.ts';
import { alertProblems } from './check-alerts.ts';
import { anchorIssues } from './check-anchors.ts';
import { connectionIssues } from './check-connection.ts';
import { policyIssues } from './check-policy.ts';
import type { ConfigDocument } from './document.ts';
import type { LoadOptions } from './effective.ts';
import type { FoundIssue } from './issues.ts';
import { channelSenderIssues } from './link-senders.ts';
import { previousKeyIssues } from './previous-keys.ts';
import { type ConnectionSource, isSender, ownValue, type SettingName, type Settings } from './settings.ts';
import { suggestion } from './suggest.ts';

export interface Checked {
  readonly main: ConfigDocument;
  readonly connections: readonly ConnectionSource[];
  readonly settings: Settings;
  readonly known: NonNullable<LoadOptions['known']>;
}

/** Returns every problem beyond the schema's; works on unchecked values. */
export function crossIssues(checked: Checked): readonly FoundIssue[] {
  const { main, connections, settings, known } = checked;
  const alerts = alertProblems(main.value['alerts']);
  const readers = connections.filter((source) => !isSender(source));
  return [
    ...connections.flatMap((source) => connectionIssues(source, settings, known)),
    ...readers.flatMap((source) => previousKeyIssues(source, main)),
    ...alerts.map(([path, message]) => ({ ...main.placeOf(['alerts', ...path]), message })),
    ...anchorIssues(checked),
    ...policyIssues(main),
    // Who only sends stores nothing, and needs nothing to store with.
    ...(readers.length === 0 && connections.length > 0 ? [] : REQUIRED).flatMap(({ name, advice }) =>
      missing(main, readers, settings, name, advice),
    ),
    ...noConnections(main, connections),
    ...duplicateNames(connections),
    ...sharing(connections),
    ...channelSenderIssues(main, connections),
  ];
}

const REQUIRED: readonly { readonly name: SettingName; readonly advice: string }[] = [
  { name: 'store', advice: 'expected a folder to keep evidence in, got nothing; add store: ./evidence' },
  {
    name: 'signing.key',
    advice:
      'expected a key to seal with, got nothing; make one with segment-evidence keygen, and add signing: { key: file:./keys/signing-key.pem }',
  },
  {
    name: 'fingerprintKey',
    advice:
      'expected a key for fingerprints, got nothing; add fingerprintKey: env:NAME, of 32 random bytes or more',
  },
];

/** One problem at the top when no one has it; otherwise one at each connection without. */
function missing(
  main: ConfigDocument,
  connections: readonly ConnectionSource[],
  settings: Settings,
  name: SettingName,
  advice: string,
): readonly ConfigIssue[] {
  const without = connections.filter((source) => settings.find(name, source) === undefined);
  // A map that is there without the setting is the schema's to tell.
  if (name === 'signing.key' && isRecord(main.value['signing'])) return [];
  const isEverywhere = without.length === connections.length && settings.find(name) === undefined;
  if (isEverywhere) return [{ ...main.placeOf(name.split('.')), message: advice }];
  return without.map(({ document, path }) => ({
    ...document.placeOf([...path, ...name.split('.')]),
    message: advice,
  }));
}

function noConnections(main: ConfigDocument, found: readonly ConnectionSource[]): readonly ConfigIssue[] {
  const written = main.value['connections'];
  const isNone =
    found.length === 0 && (written === undefined || (Array.isArray(written) && written.length === 0));
  if (!isNone) return [];
  const message = 'expected at least one connection, got none; add connections: with name, region and token';
  return [{ ...main.placeOf(['connections']), message }];
}

/** Within one file the schema says so; here, across files. */
function duplicateNames(connections: readonly ConnectionSource[]): readonly ConfigIssue[] {
  const firstFile = new Map<unknown, string>();
  return connections.flatMap(({ document, path, value }) => {
    const name = value['name'];
    const other = firstFile.get(name);
    if (other === undefined) firstFile.set(name, document.shown);
    if (name === undefined || other === undefined || other === document.shown) return [];
    return [
      {
        ...document.placeOf([...path, 'name']),
        message: `expected a unique name, got one also used in ${other}`,
      },
    ];
  });
}

function sharing(connections: readonly ConnectionSource[]): readonly FoundIssue[] {
  const byName = new Map<unknown, ConnectionSource>();
  for (const connection of connections) {
    const name = connection.value['name'];
    if (!byName.has(name)) byName.set(name, connection);
  }
  const namesBut = (own: unknown) =>
    [...byName.keys()].flatMap((name) => (name === own ? [] : (ConnectionName.safeParse(name).data ?? [])));
  return connections.flatMap(({ document, path, value }): readonly FoundIssue[] => {
    const target = value['shareLimitsWith'];
    if (typeof target !== 'string') return [];
    const place = document.placeOf([...path, 'shareLimitsWith']);
    const other = byName.get(target);
    if (target === value['name']) {
      return [{ ...place, message: 'expected another connection, got this one; remove the line' }];
    }
    if (other === undefined) {
      const message = 'expected the name of another connection, got an unknown name';
      return [{ ...place, message, advice: () => suggestion(target, namesBut(value['name'])) }];
    }
    const isChain = ownValue(other.value, ['shareLimitsWith']) !== undefined;
    const message =
      'expected a connection with limits of its own, got one that shares too; name the one it shares with';
    return isChain ? [{ ...place, message }] : [];
  });
}
