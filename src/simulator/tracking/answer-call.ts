/** One call of the Tracking API, from its bytes to what is sent back, faults included. */
import type { IncomingMessage } from 'node:http';
import { jsonBytes, type Outgoing } from '../outgoing.ts';
import { isAnswered, type Wire, withFaults } from '../with-faults.ts';
import type { TrackingLedger } from './ledger.ts';
import { receiveCall, type TrackingCall } from './receive.ts';

/** Longest body that is kept. */
const LARGEST_BODY_BYTES = 1024 * 1024;

const GOOD_CALL = {
  operationId: 'track',
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: { success: true },
  lists: [],
};

/** Takes nothing. */
const NO_LEDGER = { accept: () => null };

/** Returns the answer and its line in the log. A fault may spoil the answer; then nothing has arrived. */
export async function answerCall(
  message: IncomingMessage,
  wire: Wire,
  ledger: TrackingLedger,
): Promise<{ readonly outgoing: Outgoing; readonly call: TrackingCall }> {
  const body = await readText(message);
  const { path, now } = wire;
  const { authorization } = message.headers;
  const request = { method: message.method ?? 'GET', path, authorization, body, now };
  const outgoing = withFaults(GOOD_CALL, wire);
  if (!isAnswered(outgoing) || outgoing.status !== 200) {
    const { call } = receiveCall(request, NO_LEDGER);
    return { outgoing, call: { ...call, status: outgoing.status } };
  }
  const { status, body: said, call } = receiveCall(request, ledger);
  return { outgoing: { ...outgoing, status, body: jsonBytes(said) }, call };
}

async function readText(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= LARGEST_BODY_BYTES) chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
