/** What pages about one run say above all else: how it ended, so that nobody takes a part for the whole. */
import type { ShelfRun } from '../../answers/pages/shelf-facts.ts';
import type { Page } from '../page/document.tsx';
import { Instant, markOf, STATUS_MARKS } from '../page/marks.tsx';
import { Text } from '../page/text.tsx';

export function runHead(connection: string, run: ShelfRun, kind: string): Omit<Page, 'views'> {
  const { startedAt, status, missing, isExpired, chain, seq } = run;
  const isWhole = status === 'complete' && missing.length === 0 && !isExpired;
  return {
    title: `${connection}, ${startedAt.slice(0, 10)}`,
    kind,
    heading: <Text value={connection} />,
    about: [
      ['Read', <Instant value={startedAt} />],
      ['Record', <Text value={`${seq} of chain ${chain}`} />],
      ['Back', <a href="/">To all evidence</a>],
    ],
    banner: {
      mark: markOf(STATUS_MARKS, isExpired ? 'expired' : status),
      words: isWhole ? (
        <p>Everything that was asked for was read whole.</p>
      ) : (
        <>
          <p>This run is not complete. What is missing is not nothing.</p>
          <ul>
            {missing.map((each) => (
              <li>
                <Text value={each} />
              </li>
            ))}
          </ul>
        </>
      ),
      ...(run.origin === 'simulator'
        ? { trial: 'It was read from the simulator that comes with segment-evidence.' }
        : {}),
      ...(isWhole ? {} : { again: 'The snapshot as a whole is not complete.' }),
    },
  };
}
