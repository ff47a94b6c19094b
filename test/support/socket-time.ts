/** Made-up time beside real sockets: it moves on to whoever wakes first, once no request is on its way. */
import type { Dispatcher } from 'undici';
import { createTransport } from '../../src/segment/transport.ts';
import { START } from './client.ts';

export class SocketTime {
  #nowMs = START;
  #underWay = 0;
  #sleepers: { readonly atMs: number; readonly wake: () => void }[] = [];
  readonly nowMs = () => this.#nowMs;
  readonly now = () => new Date(this.#nowMs);
  readonly sleep = (ms: number, signal?: AbortSignal) =>
    new Promise<void>((wake) => {
      const over = () => {
        signal?.removeEventListener('abort', over);
        wake();
      };
      this.#sleepers.push({ atMs: this.#nowMs + Math.max(0, ms), wake: over });
      signal?.addEventListener('abort', over);
    });

  /** Returns the real transport, with so much latency in this time. */
  transport(origin: string, latencyMs: number): Dispatcher {
    const real = createTransport({ origin, connections: 16 });
    const request = async (options: Parameters<Dispatcher['request']>[0]) => {
      await this.sleep(latencyMs);
      return this.hold(async () => {
        const { statusCode, headers, body } = await real.request(options);
        const chunks: Uint8Array[] = [];
        for await (const chunk of body) chunks.push(chunk);
        return { statusCode, headers, body: chunks };
      });
    };
    return { request, destroy: () => this.hold(() => real.destroy()) } as unknown as Dispatcher;
  }

  /** Time stands still while something goes on that takes real time. */
  async hold<T>(act: () => Promise<T>): Promise<T> {
    this.#underWay += 1;
    try {
      return await act();
    } finally {
      this.#underWay -= 1;
    }
  }

  /** Lets time pass until something has happened; returns how long that took. */
  async until<T>(done: Promise<T>): Promise<{ readonly value: T; readonly tookMs: number }> {
    const startedMs = this.#nowMs;
    let isDone = false;
    const ending = done.finally(() => {
      isDone = true;
    });
    ending.catch(() => undefined);
    for (;;) {
      for (let turn = 0; turn < 3 || this.#underWay > 0; turn += 1) await new Promise(setImmediate);
      if (isDone) return { value: await ending, tookMs: this.#nowMs - startedMs };
      const nextMs = Math.min(...this.#sleepers.map(({ atMs }) => atMs));
      if (nextMs === Number.POSITIVE_INFINITY) throw new Error('everybody waits and nobody sleeps');
      this.#nowMs = Math.max(this.#nowMs, nextMs);
      const due = this.#sleepers.filter(({ atMs }) => atMs <= this.#nowMs);
      this.#sleepers = this.#sleepers.filter(({ atMs }) => atMs > this.#nowMs);
      for (const { wake } of due) wake();
    }
  }
}
