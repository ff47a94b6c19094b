/**
 * Segment's own client, pointed at the simulator. Operations that are newer than the client's latest release on the
 * registry are asked for as it would ask, and the answer is held against the API document instead.
 */
import * as sdk from '@segment/public-api-sdk-typescript';
import { expect } from 'vitest';
import { operations } from '../../schemas/operations.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { readApiDocument } from '../contract/api-document.ts';

export type Arguments = Readonly<Record<string, unknown>>;
export type Data = Readonly<Record<string, unknown>>;

type Method = (...values: readonly unknown[]) => Promise<{
  readonly response: { readonly statusCode?: number };
  readonly body: { readonly data?: Data };
}>;

export interface OfficialClient {
  /** Whether the client has a method for an operation. */
  knows(operationId: string): boolean;
  /** Asks for an operation with the arguments that it takes; what else is given is left out. */
  call(operationId: string, given: Arguments): Promise<Data>;
  /** Every operation that was answered. */
  readonly answered: ReadonlySet<string>;
}

const document = readApiDocument();
const paths = new Map(operations.map(({ operationId, path }) => [operationId, path]));

/** Returns the client with the owner's token. */
export function createOfficialClient(simulator: Simulator): OfficialClient {
  const methods = methodsOf(simulator);
  const answered = new Set<string>();
  return {
    answered,
    knows: (operationId) => methods.has(operationId),
    call: async (operationId, given) => {
      const method = methods.get(operationId);
      const data =
        method === undefined
          ? await askByHand(simulator, operationId, given)
          : await askByMethod(operationId, method, given);
      answered.add(operationId);
      return data;
    },
  };
}

interface ClientMethod {
  /** What its parameters are called, in their order. */
  readonly parameters: readonly string[];
  readonly invoke: Method;
}

/** The methods of all of the client's classes that are named as operations are. */
function methodsOf({ url, tokens }: Simulator): ReadonlyMap<string, ClientMethod> {
  const found = new Map<string, ClientMethod>();
  for (const [name, value] of Object.entries(sdk)) {
    if (!name.endsWith('Api') || typeof value !== 'function') continue;
    const api = new (value as unknown as new (url: string) => Record<string, unknown>)(url);
    api['accessToken'] = tokens.owner;
    for (const operationId of paths.keys()) {
      const method = api[operationId];
      if (typeof method !== 'function') continue;
      const [, list = ''] = /\(([^)]*)\)/.exec(String(method)) ?? [];
      const parameters = list.split(',').map((parameter) => parameter.trim());
      found.set(operationId, { parameters, invoke: method.bind(api) as Method });
    }
  }
  return found;
}

async function askByMethod(
  operationId: string,
  { parameters, invoke }: ClientMethod,
  given: Arguments,
): Promise<Data> {
  const values = parameters.filter((name) => name !== 'options').map((name) => given[name]);
  const { response, body } = await invoke(...values);
  expect(response.statusCode, operationId).toBe(200);
  // What the client could not make one of its own classes of would still be the plain object of the parser.
  expect(body.constructor.name, operationId).toMatch(/200Response\d?$/);
  const { data } = body;
  expect(
    Object.values(data ?? {}).filter((value) => value !== undefined).length,
    operationId,
  ).toBeGreaterThan(0);
  return data ?? {};
}

async function askByHand({ url, tokens }: Simulator, operationId: string, given: Arguments): Promise<Data> {
  const template = paths.get(operationId) ?? '';
  const path = template.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(given[name])),
  );
  const query = new URLSearchParams();
  for (const name of document.queryOf(template)) {
    const [outer = '', inner] = name.split('.');
    const value = inner === undefined ? given[outer] : (given[outer] as Arguments | undefined)?.[inner];
    if (value !== undefined) query.set(inner === undefined ? outer : `${outer}[${inner}]`, String(value));
  }
  const response = await fetch(`${url}${path}?${query}`, {
    headers: { accept: 'application/json', authorization: `Bearer ${tokens.owner}` },
  });
  const body: unknown = await response.json();
  const type = response.headers.get('content-type') ?? '';
  expect(response.status, `${operationId}: ${JSON.stringify(body)}`).toBe(200);
  expect(document.problems(template, 200, type, body), operationId).toEqual([]);
  return (body as { data: Data }).data;
}
