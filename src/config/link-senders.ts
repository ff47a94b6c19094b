/** Which write-key connection a channel of kind `segment` sends by. */
import type { ConfiguredAlert } from '../../schemas/config-alerts.ts';
import { ConnectionName } from '../../schemas/config-values.ts';
import type { ConfigDocument, Path } from './document.ts';
import type { SendingConnection } from './effective.ts';
import type { FoundIssue } from './issues.ts';
import { type ConnectionSource, isSender, ownValue } from './settings.ts';
import { suggestion } from './suggest.ts';

/**
 * Returns the channels of a connection with what they send by. One that everybody has, and that would send by this very
 * connection, is no channel of it: what cannot be sent by it is told by the others.
 */
export function linkSenders(
  alerts: readonly ConfiguredAlert[],
  own: string,
  senders: readonly SendingConnection[],
): readonly ConfiguredAlert[] {
  return alerts.map((alert) => {
    const sender = senders.find(({ name }) => name === alert.connection);
    if (sender === undefined) return alert;
    if (sender.name === own) return { ...alert, isLeftOut: true };
    return { ...alert, sendsBy: { writeKeyRef: sender.writeKeyRef, trackingUrl: sender.trackingUrl } };
  });
}

/** Returns what is wrong with the connections that channels name; works on unchecked values. */
export function channelSenderIssues(
  main: ConfigDocument,
  connections: readonly ConnectionSource[],
): readonly FoundIssue[] {
  const own = connections.flatMap(({ document, path, value }) =>
    issuesIn(
      value['alerts'],
      connections,
      (rest) => document.placeOf([...path, 'alerts', ...rest]),
      value['name'],
    ),
  );
  return [
    ...issuesIn(main.value['alerts'], connections, (rest) => main.placeOf(['alerts', ...rest])),
    ...own,
  ];
}

function issuesIn(
  alerts: unknown,
  connections: readonly ConnectionSource[],
  placeOf: (path: Path) => ReturnType<ConfigDocument['placeOf']>,
  own?: unknown,
): readonly FoundIssue[] {
  if (!Array.isArray(alerts)) return [];
  return alerts.flatMap((alert: unknown, index): readonly FoundIssue[] => {
    const named = ownValue(alert, ['connection']);
    if (typeof named !== 'string' || ownValue(alert, ['channel']) !== 'segment') return [];
    const found = connections.find(({ value }) => value['name'] === named);
    const place = placeOf([index, 'connection']);
    if (found === undefined) {
      const message = 'expected the name of a write-key connection, got an unknown name';
      return [{ ...place, message, advice: () => suggestion(named, senderNames(connections)) }];
    }
    if (!isSender(found)) {
      const message =
        'expected a write-key connection, got one that reads evidence and never sends; add a connection with type: write-key and name that';
      return [{ ...place, message }];
    }
    if (named !== own) return [];
    const message =
      'expected another connection, got this one: that it cannot send would have to be sent by it; name another one';
    return [{ ...place, message }];
  });
}

function senderNames(connections: readonly ConnectionSource[]): readonly string[] {
  return connections
    .filter(isSender)
    .flatMap(({ value }) => ConnectionName.safeParse(value['name']).data ?? []);
}
