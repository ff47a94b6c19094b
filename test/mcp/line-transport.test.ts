/** The protocol over two streams: everything that comes in is answered, whatever it is and whenever the input ends. */
import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { EXIT, UnverifiedError } from '../../src/errors.ts';
import type { Evidence } from '../../src/mcp/evidence.ts';
import { LineTransport, LONGEST_LINE } from '../../src/mcp/line-transport.ts';
import { serveEvidence } from '../../src/mcp/server.ts';
import { IS_FULL } from '../support/tier.ts';

const MiB = 1024 * 1024;

/** One connection, which takes its time to say that there is nothing. */
const slow = (onAsked: () => void): Evidence => {
  const never = () => Promise.reject(new Error('not asked'));
  const history = async () => {
    onAsked();
    await setTimeout(20);
    const exitCode = EXIT.cannotJudge;
    throw new UnverifiedError({ code: 'NO_EVIDENCE', message: 'nothing is there', exitCode });
  };
  return {
    connections: [{ connection: 'acme', history, reviewStatus: never, calendar: never, verify: never }],
    toPast: (_, text) => text,
  };
};

interface Told {
  readonly id: number | string | null;
  readonly error?: { readonly code: number; readonly message: string };
  readonly result?: object;
}

/** What a session tells whose input is these pieces and ends with them. */
async function tell(
  pieces: Iterable<string | Buffer>,
  write: (text: string) => Promise<void> = async () => undefined,
) {
  const said: Told[] = [];
  let [asked, most] = [0, 0];
  const input = async function* () {
    for (const piece of pieces) yield Buffer.from(piece);
  };
  const transport = new LineTransport({
    input: input(),
    write: async (text) => {
      await write(text);
      said.push(
        ...text
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line)),
      );
      if ('result' in (said.at(-1) ?? {})) asked -= 1;
    },
  });
  const evidence = slow(() => {
    asked += 1;
    most = Math.max(most, asked);
  });
  const server = serveEvidence(evidence, transport, { version: '1', onError: () => undefined });
  await transport.done;
  await server.close();
  return { said, most };
}

const ask = (id: number | string) =>
  JSON.stringify({
    jsonrpc: '2.0',
    id,
    method: 'tools/call',
    params: { name: 'connections', arguments: {} },
  });
const cancel = (requestId: number) =>
  JSON.stringify({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId } });
const idsOf = (said: readonly Told[]) => said.map(({ id }) => id);

it('answers every call that is under way when the input ends, also one whose line has no end', async () => {
  const { said } = await tell([`${ask(1)}\n${ask('two')}\r\n\n`, ask(3).slice(0, 20), ask(3).slice(20)]);

  expect(idsOf(said).sort()).toEqual([1, 3, 'two']);
  expect(said.map((each) => each.result !== undefined)).toEqual([true, true, true]);
});

it('answers as many calls as there are, and works on few of them at once', async () => {
  const all = Array.from({ length: 60 }, (_, id) => id);

  const { said, most } = await tell(all.map((id) => `${ask(id)}\n`));

  expect(idsOf(said).sort((a, b) => Number(a) - Number(b))).toEqual(all);
  expect(most).toBeLessThanOrEqual(16);
});

it('waits for no call that was called off, and for both of two under one id', async () => {
  expect((await tell([`${ask(1)}\n${cancel(1)}\n`])).said).toEqual([]);
  expect(idsOf((await tell([`${ask(1)}\n${ask(1)}\n`])).said)).toEqual([1, 1]);
});

it('ends where nobody takes answers any more', async () => {
  const { said } = await tell([`${ask(1)}\n`], () => Promise.reject(new Error('EPIPE')));

  expect(said).toEqual([]);
});

const long = 'x'.repeat(LONGEST_LINE);

it.each([
  ['too long, its id first', [`{"jsonrpc":"2.0","id":7,"method":"a","params":"${long}"}\n`], 7, -32600],
  ['too long, its id behind its method', [`{"method":"a", "id":"b","params":"${long}"}\n`], 'b', -32600],
  ['too long, its id last', [`{"method":"a","params":"${long}","jsonrpc":"2.0","id":8}\n`], 8, -32600],
  ['too long, its id somewhere', [`{"params":"${long}","id":9,"method":"a"}\n`], null, -32600],
  ['too long, an id in its text', [`{"params":"${long},\\"id\\":9}"}\n`], null, -32600],
  ['no JSON', ['hello\n'], null, -32700],
  ['no message', ['{"jsonrpc":"2.0","id":5}\n'], 5, -32600],
  ['several messages in one', [`[${ask(1)},${ask(2)}]\n`], null, -32600],
])('answers a line that is %s by an error, and the next one as ever', async (_title, lines, id, code) => {
  const { said } = await tell([...lines, `${ask(1)}\n`]);

  expect(said[0]).toMatchObject({ jsonrpc: '2.0', id, error: { code } });
  expect([said.length, said[1]?.id, said[1]?.error]).toEqual([2, 1, undefined]);
});

it('never answers an answer', async () => {
  const { said } = await tell(['{"jsonrpc":"2.0","id":5,"result":1}\n', `${ask(1)}\n`]);

  expect(idsOf(said)).toEqual([1]);
});

it.runIf(IS_FULL)('holds little of a line, however long it is', async () => {
  const piece = Buffer.alloc(MiB, 'x');
  let most = 0;
  // What is let go of stays counted until somebody collects it.
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const pieces = function* () {
    for (let count = 0; count < 300; count += 1) {
      if (count % 20 === 19) {
        collect();
        most = Math.max(most, process.memoryUsage().arrayBuffers);
      }
      yield piece;
    }
    yield `\n${ask(1)}\n`;
  };
  const before = process.memoryUsage().arrayBuffers;

  const { said } = await tell(pieces());

  expect(said[0]?.error?.message).toBe(`expected a line of at most ${LONGEST_LINE} bytes, got ${300 * MiB}`);
  expect(said[1]?.id).toBe(1);
  expect(most - before).toBeLessThan(100 * MiB);
});
