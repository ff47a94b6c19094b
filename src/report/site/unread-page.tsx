/** What stands in the place of the pages of a connection that cannot be read or verified: that, and why. */
import type { Period } from '../../answers/pages/period/period-runs.ts';
import type { UnreadRow } from '../../answers/pages/site/fleet-facts.ts';
import { documentOf } from '../page/document.tsx';
import { Instant } from '../page/marks.tsx';
import { Said } from '../page/said.tsx';
import { Text } from '../page/text.tsx';
import { ROW_MARKS } from './row-marks.ts';

/** Returns the page as one HTML file. */
export function unreadPage({ connection, state, problems, steps }: UnreadRow, period: Period): string {
  return documentOf({
    title: `${connection}: ${ROW_MARKS[state].word}`,
    kind: 'Connection of a site',
    heading: <Text value={connection} />,
    about: [
      ['From', <Instant value={period.from} />],
      ['To', <Instant value={period.to} />],
      ['All connections', <a href="../index.html">Fleet</a>],
    ],
    banner: {
      mark: ROW_MARKS[state],
      words: <p>Nothing of this connection is shown: no evidence of it is verified. It is not nothing.</p>,
    },
    views: [
      {
        id: 'overview',
        title: 'Overview',
        question: 'Why is nothing of it shown, and what is to be done?',
        standing: { kind: 'unread', why: problems },
        body: <Steps steps={steps} />,
      },
    ],
  });
}

/** What somebody has to do, the gravest first. */
export const Steps = ({ steps }: { readonly steps: readonly string[] }) => (
  <>
    <h3>What to do next</h3>
    {steps.length === 0 ? (
      <p class="empty">Nothing that the newest run tells of needs a person.</p>
    ) : (
      <ol class="steps">
        {steps.map((step) => (
          <li>
            <Said value={step} />
          </li>
        ))}
      </ol>
    )}
  </>
);
