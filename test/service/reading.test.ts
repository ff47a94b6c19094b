/** What a service for one reader sends, of whatever size. */
import { get } from 'node:http';
import { expect, it } from 'vitest';
import { startReading } from '../../src/service/reading/server.ts';

const PARTS = 40;
const PART = Buffer.alloc(128 * 1024, 'x');

async function* inParts() {
  for (let part = 0; part < PARTS; part += 1) yield PART;
}

const fetched = (url: string, cookie = '') =>
  new Promise<{ readonly bytes: number; readonly cookie: string }>((done, fail) => {
    get(url, { headers: { cookie }, agent: false }, (response) => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      });
      response.on('end', () =>
        done({ bytes, cookie: String(response.headers['set-cookie']).split(';')[0] ?? '' }),
      );
    }).on('error', fail);
  });

it('hands out a file of many parts whole, and nothing is said of it on the terminal', async () => {
  const warnings: Error[] = [];
  const warned = (warning: Error) => warnings.push(warning);
  process.on('warning', warned);
  let secrets = 0;
  const server = await startReading({
    port: 0,
    now: () => new Date('2026-11-26T12:00:00.000Z'),
    newSecret: () => `secret-${++secrets}`,
    pages: () => async () => ({ status: 200, type: 'application/octet-stream', body: inParts() }),
  });
  const { cookie } = await fetched(server.link);

  const { bytes } = await fetched(new URL('/', server.link).href, cookie);

  await server.close();
  await new Promise(setImmediate);
  process.off('warning', warned);
  expect([bytes, warnings]).toEqual([PARTS * PART.length, []]);
});
