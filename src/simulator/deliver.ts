/** Puts an answer on the socket, in whatever manner the fault asks for. */
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { Outgoing } from './outgoing.ts';

/** Waits so many milliseconds, or until the simulator closes. */
export type Sleep = (delayMs: number, signal: AbortSignal) => Promise<void>;

/** Sends an answer; resolves when nothing more will be sent. A client that has gone away is no error. */
export async function deliver(
  response: ServerResponse,
  outgoing: Outgoing,
  sleep: Sleep,
  closing: AbortSignal,
): Promise<void> {
  const { body, delivery } = outgoing;
  const half = Math.floor(body.length / 2);
  switch (delivery.kind) {
    case 'never-answer':
      return;
    case 'drop-before-headers':
      response.socket?.destroy();
      return;
    case 'whole':
    case 'chunked':
      writeHead(response, outgoing, delivery.kind === 'whole');
      response.end(body);
      return;
    case 'slow-headers':
      await sleep(delivery.delayMs, closing);
      if (response.destroyed) return;
      writeHead(response, outgoing, true);
      response.end(body);
      return;
    case 'slow-body':
      await writeHalf(response, outgoing, half);
      await sleep(delivery.delayMs, closing);
      response.end(body.subarray(half));
      return;
    case 'stall-mid-body':
      await writeHalf(response, outgoing, half);
      return;
    case 'drop-mid-body':
      await writeHalf(response, outgoing, half);
      response.socket?.destroy();
      return;
  }
}

function writeHead(response: ServerResponse, { status, headers, body }: Outgoing, hasLength: boolean): void {
  response.writeHead(
    status,
    hasLength ? { ...headers, 'content-length': String(body.length) } : { ...headers },
  );
}

/** Sends the headers and the first half; resolves once the system has taken them, or the client has gone. */
async function writeHalf(response: ServerResponse, outgoing: Outgoing, half: number): Promise<void> {
  writeHead(response, outgoing, true);
  response.flushHeaders();
  const gone = once(response, 'close');
  await Promise.race([
    new Promise((resolve) => response.write(outgoing.body.subarray(0, half), resolve)),
    gone,
  ]);
}
