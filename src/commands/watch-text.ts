/** What came of watching, for a person at a terminal. */
import type { WatchReport } from './watch-report.ts';

const MOST_NAMED = 20;

/** Returns what was looked at, what is wrong, and what was told; every connection is named that is not well. */
export function describeWatch({ connections, stores, deliveries }: WatchReport): string {
  const inState = (state: string) => connections.filter((each) => each.state === state).length;
  const snapshots = connections.reduce((sum, each) => sum + each.snapshotsChecked, 0);
  const unread = connections.reduce((sum, each) => sum + each.unreadFiles, 0);
  const counts = [
    `${inState('watched')} of ${connections.length} connections looked at`,
    ...(inState('nothing-there') > 0 ? [`${inState('nothing-there')} without a record`] : []),
    ...(inState('unknown') > 0 ? [`${inState('unknown')} not known`] : []),
    ...(inState('not-looked-at') > 0 ? [`${inState('not-looked-at')} left for want of time`] : []),
    `${snapshots} snapshots checked again`,
    ...(unread > 0 ? [`the bytes of ${unread} files left for another time`] : []),
  ];
  const problems = connections.flatMap(({ connection, problems: own }) =>
    own.map((problem) => `  ${connection}: ${problem}`),
  );
  const faults = stores.flatMap(({ store, properties }) =>
    properties
      .filter(({ verdict }) => verdict !== 'ok')
      .map(({ property, verdict, detail, hint }) => {
        const word = verdict === 'missing' ? 'missing' : 'not known';
        return `  ${store}: ${property} ${word}: ${detail}${hint === undefined ? '' : `. ${hint}`}`;
      }),
  );
  const told = deliveries.map(
    ({ channel, alert, result, error }) =>
      `  ${alert.connection}: ${alert.condition} ${alert.state}: ${result} (${channel})${error === undefined ? '' : `: ${error.message}`}`,
  );
  const more = problems.length - MOST_NAMED;
  return [
    `watched: ${counts.join(', ')}`,
    ...problems.slice(0, MOST_NAMED),
    ...(more > 0 ? [`  and ${more} more: --json`] : []),
    ...faults,
    ...told,
  ].join('\n');
}
