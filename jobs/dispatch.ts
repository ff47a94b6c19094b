/**
 * AWS Lambda: the schedule → one message for each connection that is due. Woken by EventBridge, it asks the chains
 * and sends to the queue that `SEGMENT_EVIDENCE_QUEUE` names. Ends in an error when something could not be sent.
 */
import * as z from 'zod';
import { type Dispatched, describeDispatch, dispatchDue } from '../src/commands/dispatch.ts';
import { EXIT } from '../src/errors.ts';
import { openQueue } from '../src/schedule/queue.ts';
import { EARLY_MS, invoke, type LambdaContext, RunFailed } from './invocation.ts';

const DispatchEvent = z.looseObject({ time: z.iso.datetime({ offset: true }).optional() });

/** Returns what was sent. @throws RunFailed when not all of it could be; never with a secret */
export function handler(
  event: unknown,
  context: LambdaContext,
): Promise<{ readonly asked: number; readonly due: readonly Dispatched[] }> {
  return invoke(context, async ({ config, surroundings, extrasFor }) => {
    const { time } = DispatchEvent.parse(event ?? {});
    const at = time === undefined ? surroundings.now() : new Date(Date.parse(time) + EARLY_MS);
    const url = surroundings.env['SEGMENT_EVIDENCE_QUEUE'];
    if (url === undefined || url === '') {
      throw new RunFailed('ConfigInvalid', 'expected SEGMENT_EVIDENCE_QUEUE to hold the URL of the queue');
    }
    const queue = openQueue(url, surroundings.sleep);
    const dispatch = await dispatchDue(at, { config, surroundings, extrasFor, queue, connections: [] });
    const { exitCode, asked, due } = dispatch;
    if (exitCode !== EXIT.done) throw new RunFailed('NotDispatched', describeDispatch(dispatch));
    return { asked, due };
  });
}
