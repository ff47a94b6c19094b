/** A source of Segment's, behind the Tracking API of its region. */
import { startTrackingApi, type TrackingRequest } from '../tracking-api.ts';
import { expecting, type Mood, type Service, type Taken } from './service.ts';

const WRITE_KEY = 'a-write-key-of-tests-alone';
const FAULTS = {
  down: { status: 503 },
  busy: { status: 429, headers: { 'retry-after': '2' } },
  refusing: { status: 400, body: '{"success":false,"message":"not this"}' },
} as const;

export async function startSegment(): Promise<Service> {
  const ownProblems: string[] = [];
  const api = await startTrackingApi({ keys: [WRITE_KEY] });
  const faultOf = (mood: Mood) => (mood === 'well' ? undefined : FAULTS[mood]);
  return {
    settings: {
      channel: 'segment',
      connection: 'web',
      sendsBy: { writeKeyRef: 'env:WRITE_KEY', trackingUrl: api.origin },
      receipts: true,
    },
    values: { 'env:WRITE_KEY': WRITE_KEY },
    asked: () => api.requests.length,
    get taken() {
      return api.accepted.flatMap((request) => read(request, ownProblems));
    },
    isForPrograms: true,
    get problems() {
      return [...api.problems, ...ownProblems];
    },
    next: (...moods) => api.failNext(...moods.flatMap((mood) => faultOf(mood) ?? [])),
    always: (mood) => api.failAlways(faultOf(mood)),
    close: api.close,
  };
}

type Fields = Readonly<Record<string, unknown>>;

function read({ body }: TrackingRequest, problems: string[]): readonly Taken[] {
  const expects = expecting(problems);
  return (body['batch'] as readonly Fields[]).map((message) => {
    const properties = message['properties'] as Fields;
    const { state, test, receipt, stamp, ...rest } = properties;
    expects(
      message['anonymousId'] === 'segment-evidence' && !('userId' in message),
      'nobody who is a person',
    );
    expects(message['event'] === `Segment Evidence ${state === undefined ? 'Receipt' : 'Alert'}`, 'its name');
    expects(
      String(message['messageId']).endsWith(String(rest['id'])),
      'an id that is the same the next time',
    );
    const lines = [
      ...Object.values({ ...rest, state }).map((value) => JSON.stringify(value)),
      ...String(receipt ?? '')
        .trimEnd()
        .split('\n'),
    ];
    const is = (state ?? 'receipt') as Taken['is'];
    return { is, about: String(rest['causeId'] ?? rest['id']), lines, isTest: test === true };
  });
}
