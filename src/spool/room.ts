/**
 * The memory in which all spools of a run hold lines: blocks of one size, made once and used again. Buffers that grow
 * and go would leave holes in the memory of the process, and each spool with a limit of its own would have no limit.
 */

export const BLOCK_BYTES = 32 * 1024;
/** Of all spools of a run together. */
const DEFAULT_ROOM_BYTES = 8 * 1024 * 1024;

/** Whoever holds blocks. */
export interface Holder {
  /** What it could free now. */
  readonly spillableBytes: number;
  /** Frees it. A failure is its own: who adds to it or reads from it hears of that. */
  spill(): Promise<void>;
}

/** Made for one run. */
export class Room {
  readonly #bytes: number;
  readonly #free: Buffer[] = [];
  readonly #holders = new Set<Holder>();
  #taken = 0;
  #making: Promise<void> | undefined;

  constructor(bytes: number = DEFAULT_ROOM_BYTES) {
    this.#bytes = bytes;
  }

  get isFull(): boolean {
    return this.#taken * BLOCK_BYTES >= this.#bytes;
  }

  enter(holder: Holder): void {
    this.#holders.add(holder);
  }

  leave(holder: Holder): void {
    this.#holders.delete(holder);
  }

  /** Returns a block, also where the room is full: what comes must be held until there is room again. */
  take(): Buffer {
    this.#taken += 1;
    return this.#free.pop() ?? Buffer.allocUnsafeSlow(BLOCK_BYTES);
  }

  giveBack(blocks: readonly Buffer[]): void {
    this.#taken -= blocks.length;
    this.#free.push(...blocks);
  }

  /** Frees what the largest holder holds; goes on without where none can free anything. */
  async makeRoom(): Promise<void> {
    this.#making ??= this.#spillLargest().finally(() => {
      this.#making = undefined;
    });
    await this.#making;
  }

  async #spillLargest(): Promise<void> {
    let largest: Holder | undefined;
    for (const holder of this.#holders) {
      if (holder.spillableBytes > (largest?.spillableBytes ?? 0)) largest = holder;
    }
    await largest?.spill().catch(() => undefined);
  }
}
