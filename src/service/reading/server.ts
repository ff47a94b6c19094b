/**
 * Pages for one reader on this machine: 127.0.0.1 alone, by a link that opens once. What stands at an address, whoever starts this says.
 * Nothing that is asked is logged here, and nothing of what is answered.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { close, listen } from '../loopback.ts';
import { type Asked, formOf, isReply, understood } from './asked.ts';
import { Gate, type GateOptions } from './gate.ts';
import { plainReply, type Reply, send } from './reply.ts';

/** What whoever opened the link asks. `form`: what was sent, and comes from a page of ours. */
export type Answer = (asked: Asked, form: URLSearchParams | undefined) => Promise<Reply>;

export interface ReadingOptions extends Omit<GateOptions, 'name'> {
  readonly port: number;
  /** What stands where; `formToken` belongs into each form, as `token`. */
  readonly pages: (formToken: string) => Answer;
}

export interface ReadingServer {
  /** What to open, once. */
  readonly link: string;
  readonly expiresAt: Date;
  close(): Promise<void>;
}

/** Where the link leads to. */
const LINK = 'open';
const TIMES = { headersTimeout: 5_000, requestTimeout: 10_000, connectionsCheckingInterval: 1_000 };
/** Of a browser; more are turned away. */
const MOST_CONNECTIONS = 64;

/** Starts to answer. Rejects when the port is taken. */
export async function startReading({ port, pages, newSecret, now }: ReadingOptions): Promise<ReadingServer> {
  let serve = (_request: IncomingMessage, response: ServerResponse): Promise<void> =>
    send(response, plainReply(503, 'Not yet.'), false);
  const server = createServer({ ...TIMES }, (request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  server.maxConnections = MOST_CONNECTIONS;
  const bound = await listen(server, port);
  const gate = new Gate({ newSecret, now, name: `segment-evidence-${bound}` });
  const answer = pages(gate.formToken);
  serve = async (request, response) => {
    const reply = await replyTo(request, { port: bound, gate, answer });
    await send(response, reply, request.method === 'HEAD');
  };
  return {
    link: `http://127.0.0.1:${bound}/${LINK}/${gate.link}`,
    expiresAt: gate.expiresAt,
    close: () => close(server),
  };
}

interface Serving {
  readonly port: number;
  readonly gate: Gate;
  readonly answer: Answer;
}

async function replyTo(request: IncomingMessage, { port, gate, answer }: Serving): Promise<Reply> {
  const asked = understood(request, port);
  if (isReply(asked)) return asked;
  const [first, link, ...rest] = asked.path;
  if (first === LINK && link !== undefined && rest.length === 0) return opened(request, link, gate);
  if (!gate.isIn(request.headers.cookie)) return NOT_IN;
  if (asked.method !== 'POST') return answer(asked, undefined);
  const form = await formOf(request);
  if (isReply(form)) return form;
  if (!gate.isForm(form.get('token'))) return plainReply(403, 'This form is not one of these pages.');
  return answer(asked, form);
}

const NOT_IN = plainReply(
  403,
  'Open the link that was printed, once, in this browser. If it was opened elsewhere or is too old, start segment-evidence report --serve again.',
);

function opened({ method, headers }: IncomingMessage, link: string, gate: Gate): Reply {
  // A browser that fetches ahead, or a program that looks whether there is something, uses up nothing.
  if (
    method !== 'GET' ||
    /prefetch|prerender/i.test(String(headers['sec-purpose'] ?? headers['purpose'] ?? ''))
  )
    return NOT_IN;
  const cookie = gate.open(link);
  if (cookie === undefined) return NOT_IN;
  return {
    status: 200,
    type: 'text/html; charset=utf-8',
    // Whoever followed the link from another site's page has the cookie sent along from here on only.
    body: '<!doctype html><html lang="en"><meta charset="utf-8"><title>Evidence</title><meta http-equiv="refresh" content="0; url=/"><p><a href="/">To the evidence</a></p></html>\n',
    headers: { 'set-cookie': cookie },
  };
}
