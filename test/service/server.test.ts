import { request } from 'node:http';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type StatusServer, startStatusServer } from '../../src/service/server.ts';

let server: StatusServer;
beforeEach(async () => {
  const page = { type: 'text/plain', status: 200, body: 'what is told' };
  server = await startStatusServer(0, (path) => (path === '/metrics' ? page : undefined));
});
afterEach(() => server.close());

/** Asks by a name for the host, as a browser does with that of the page it shows. */
function ask(host: string): Promise<{ readonly status: number | undefined; readonly body: string }> {
  return new Promise((done, fail) => {
    const asked = request(`${server.url}/metrics`, { headers: { host } }, (response) => {
      let body = '';
      response
        .on('data', (chunk) => (body += chunk))
        .on('end', () => done({ status: response.statusCode, body }));
    });
    asked.on('error', fail).end();
  });
}

it.each(['127.0.0.1:9464', '127.0.0.1', 'localhost:9464', 'LOCALHOST', '[::1]:9464'])(
  'answers to a name of this machine: %s',
  async (host) => {
    expect(await ask(host)).toEqual({ status: 200, body: 'what is told' });
  },
);

it.each(['evil.example', '127.0.0.1.evil.example', 'localhost.evil.example:9464', '10.0.0.1'])(
  'tells nothing by any other name, to which a page of a stranger may have been bound: %s',
  async (host) => {
    expect(await ask(host)).toEqual({ status: 421, body: '' });
  },
);
