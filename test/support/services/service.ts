/** A service that alerts go to, on loopback: checks what it is sent as its documentation says, and keeps what it took. */
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Alert } from '../../../schemas/config-alerts.ts';
import type { HttpSettings } from '../../../src/alerts/channels/http.ts';

export interface Request {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What a service made of one request. */
export interface Taken {
  readonly is: 'opened' | 'ongoing' | 'resolved' | 'receipt';
  /** The same for all that the service takes to be about one thing; of services that know no such thing the id. */
  readonly about: string;
  /** What a person is shown, a line each; where only a program reads it, its values. */
  readonly lines: readonly string[];
  readonly isTest?: boolean;
}

/** How it answers: as usual, that it is down, that one has to wait, or that it does not want this. */
export type Mood = 'well' | 'down' | 'busy' | 'refusing';

export interface Service {
  /** What the configuration says of it. */
  readonly settings: Alert;
  /** What the references in it stand for. */
  readonly values: Readonly<Record<string, string>>;
  /** How it is reached, where that is out of the ordinary. */
  readonly http?: Partial<HttpSettings>;
  /** Its requests so far, whether taken or not. */
  asked(): number;
  readonly taken: readonly Taken[];
  readonly isForPrograms: boolean;
  /** What is not as the service's documentation says. */
  readonly problems: readonly string[];
  /** The moods of the next requests; afterwards it is as `always` says, and well at first. */
  next(...moods: readonly Mood[]): void;
  always(mood: Mood): void;
  close(): Promise<void>;
}

/** What is told of one service to have it run. */
export interface ServiceFacts {
  readonly settings: Alert;
  /** Given where it listens. */
  readonly valuesAt: (origin: string) => Readonly<Record<string, string>>;
  /** Reads a request; adds what is wrong with it to `problems`. */
  readonly read: (request: Request, problems: string[]) => readonly Taken[];
  readonly isForPrograms?: boolean;
  readonly answers: Readonly<Record<Mood, { readonly status: number; readonly body?: string }>>;
}

const WAIT_S = 2;

export async function startService({
  settings,
  valuesAt,
  read,
  answers,
  isForPrograms = false,
}: ServiceFacts): Promise<Service> {
  const taken: Taken[] = [];
  const problems: string[] = [];
  const moods: Mood[] = [];
  let usual: Mood = 'well';
  let asked = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      asked += 1;
      const mood = moods.shift() ?? usual;
      const { status, body = '' } = answers[mood];
      const message = {
        path: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString('utf8'),
      };
      const made = read(message, problems);
      if (mood === 'well') taken.push(...made);
      const headers = mood === 'busy' ? { 'retry-after': String(WAIT_S) } : {};
      // A service may well repeat what it was sent: nobody may repeat it after it.
      response.writeHead(status, headers).end(mood === 'refusing' ? `${body} ${message.body}` : body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    settings,
    values: valuesAt(`http://127.0.0.1:${port}`),
    asked: () => asked,
    taken,
    problems,
    isForPrograms,
    next: (...more) => moods.push(...more),
    always: (mood) => {
      usual = mood;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Adds a sentence to a list for each rule that does not hold. */
export function expecting(problems: string[]): (holds: boolean, rule: string) => void {
  return (holds, rule) => void (holds || problems.push(rule));
}
