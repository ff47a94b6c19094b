/** The real queue with its real pace, in time that is made up. */
import { Pace, type PaceOptions } from '../../src/segment/pace.ts';
import { RequestQueue, type RequestQueueOptions } from '../../src/segment/request-queue.ts';

type QueueSettings = Partial<Omit<PaceOptions & RequestQueueOptions, 'pace'>> &
  Pick<RequestQueueOptions, 'nowMs' | 'sleep'>;

/** Returns a queue; by default one that a test does not notice. */
export function openQueue({
  nowMs,
  sleep,
  requestsPerMinute = 1e9,
  concurrency = 4,
  areOperationsLimited,
  shared,
}: QueueSettings): RequestQueue {
  const pace = new Pace({ requestsPerMinute, nowMs, areOperationsLimited, shared });
  return new RequestQueue({ pace, concurrency, nowMs, sleep });
}
