/** What a consuming process tells about its queue, beside its connections. */

export interface QueueState {
  readonly name: string;
  readonly consumers: number;
  /** Messages that are being acted on. */
  readonly busy: number;
  readonly done: number;
  readonly dropped: number;
  readonly back: number;
  readonly awaySince: string | null;
}

const GAUGES: readonly (readonly [string, string, (state: QueueState) => number])[] = [
  ['queue_consumers', 'Messages that this process takes at once, at most.', ({ consumers }) => consumers],
  ['queue_busy', 'Messages that are being acted on.', ({ busy }) => busy],
  [
    'queue_away',
    '1 while the queue answers nothing but errors.',
    ({ awaySince }) => (awaySince === null ? 0 : 1),
  ],
];

/** Returns the lines for `/metrics`. */
export function toQueueMetrics(state: QueueState): string {
  const about = (name: string, help: string, type: string) => [
    `# HELP segment_evidence_${name} ${help}`,
    `# TYPE segment_evidence_${name} ${type}`,
  ];
  const total = 'queue_messages_total';
  const lines = [
    ...GAUGES.flatMap(([name, help, of]) => [
      ...about(name, help, 'gauge'),
      `segment_evidence_${name} ${of(state)}`,
    ]),
    ...about(total, 'Messages that this process was done with, by what became of them.', 'counter'),
    ...(['done', 'dropped', 'back'] as const).map(
      (result) => `segment_evidence_${total}{result="${result}"} ${state[result]}`,
    ),
  ];
  return `${lines.join('\n')}\n`;
}
