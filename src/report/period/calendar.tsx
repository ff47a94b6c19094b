/** Which runs were due, what became of each, and which time nobody looked at. */
import type { PeriodFacts } from '../../answers/pages/period/period-facts.ts';
import type { SlotFacts } from '../../answers/pages/period/slot-facts.ts';
import { Calendar } from '../charts/calendar.tsx';
import { Badge, markOf, STATUS_MARKS } from '../page/marks.tsx';
import { Table } from '../page/table.tsx';
import { Numbers, type PageView } from '../page/view.tsx';

const LABELS = {
  due: 'Due',
  complete: 'Complete',
  partial: 'Partial',
  failed: 'Failed',
  missing: 'Missing',
  expired: 'Files gone',
} as const;

const COUNTED = ['due', 'complete', 'partial', 'failed', 'missing', 'expired'] as const;

export function calendarView({ calendar }: Pick<PeriodFacts, 'calendar'>): PageView {
  const { counts, days, slots } = calendar;
  return {
    id: 'calendar',
    title: 'Calendar',
    question: 'Which runs were due, and what became of each?',
    standing: calendar.standing,
    nav: { at: 'calendar.counts.due', value: counts.due },
    body: (
      <>
        <Numbers
          numbers={COUNTED.filter((state) => state !== 'expired' || counts.expired > 0).map((state) => ({
            label: LABELS[state],
            at: `calendar.counts.${state}`,
            value: counts[state],
          }))}
        />
        {days.length > 0 && (
          <Calendar
            id="days"
            title="Days of the period"
            description={`${counts.complete} of ${counts.due} runs that were due are complete. A day with several runs shows the worst of them.`}
            days={days}
          />
        )}
        <Slots slots={slots} />
        <OffSchedule calendar={calendar} />
      </>
    ),
  };
}

const Slots = ({ slots }: Pick<SlotFacts, 'slots'>) => (
  <>
    <h3>Every run that was due</h3>
    <Table
      name="slots"
      caption="Every run that was due"
      none="No schedule says which runs were due in this period."
      rows={slots}
      columns={[
        { title: 'Slot', kind: 'instant', value: ({ slot }) => slot },
        {
          title: 'State',
          kind: 'text',
          value: ({ state }) => state,
          show: ({ state }) => <State state={state} />,
        },
        {
          title: 'Record',
          kind: 'count',
          value: ({ seq = null }) => seq,
          show: ({ seq }) => (seq === undefined ? <span class="quiet">none</span> : undefined),
        },
        {
          title: 'Reason',
          kind: 'list',
          value: ({ reasons }) => reasons,
          show: ({ reasons }) => reasonsText(reasons),
        },
      ]}
    />
  </>
);

const State = ({ state }: { readonly state: string }) => <Badge {...markOf(STATUS_MARKS, state)} />;
/** Undefined: as the table shows lists. */
const reasonsText = (reasons: readonly string[]) =>
  reasons.length === 0 ? <span class="quiet">–</span> : undefined;

const OffSchedule = ({ calendar: { offSchedule } }: { readonly calendar: SlotFacts }) =>
  offSchedule.length === 0 ? null : (
    <>
      <h3>Runs off the schedule</h3>
      <p class="quiet">They fill no slot.</p>
      <Table
        name="off-schedule"
        caption="Runs off the schedule"
        rows={offSchedule}
        columns={[
          { title: 'Started', kind: 'instant', value: ({ startedAt }) => startedAt },
          {
            title: 'State',
            kind: 'text',
            value: ({ state }) => state,
            show: ({ state }) => <State state={state} />,
          },
          { title: 'Record', kind: 'count', value: ({ seq }) => seq },
          { title: 'Begun by', kind: 'text', value: ({ trigger = null }) => trigger },
          {
            title: 'Reason',
            kind: 'list',
            value: ({ reasons }) => reasons,
            show: ({ reasons }) => reasonsText(reasons),
          },
        ]}
      />
    </>
  );
