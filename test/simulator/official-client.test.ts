/** Segment's own client reads all there is to read from the simulator, as it does from Segment. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { operations } from '../../schemas/operations.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { NOON } from './asking.ts';
import { findArguments, type OperationArguments } from './official-arguments.ts';
import { createOfficialClient, type OfficialClient } from './official-client.ts';

let simulator: Simulator;
let client: OfficialClient;
let given: OperationArguments;

beforeAll(async () => {
  simulator = await startSimulator({ now: () => NOON });
  client = createOfficialClient(simulator);
  given = await findArguments(client);
});

afterAll(() => simulator.close());

test.each(operations)('$operationId is answered, and the answer is understood', async ({ operationId }) => {
  await client.call(operationId, given.of(operationId));

  expect(client.answered).toContain(operationId);
});

test('no operation of the API is left out, and the client asks for three quarters of them itself', () => {
  expect([...client.answered].sort()).toEqual(operations.map(({ operationId }) => operationId).sort());
  expect(operations).toHaveLength(100);
  const own = operations.filter(({ operationId }) => client.knows(operationId));
  expect(own.length).toBeGreaterThanOrEqual(76);
});

test('every request that the client made was answered with 200', () => {
  const others = simulator.requests.filter(({ status }) => status !== 200);

  expect(others).toEqual([]);
});
