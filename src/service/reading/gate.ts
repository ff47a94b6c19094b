/**
 * Who may read: whoever opens the one link first, within its time, and nobody else until the process ends. The link becomes a
 * cookie that no script can read and no other site's page can send along.
 */
import { createHash, timingSafeEqual } from 'node:crypto';

/** A link that nobody has opened by then opens nothing. */
export const LINK_MINUTES = 15;

export interface GateOptions {
  /** Returns what nobody can guess, of letters, digits, hyphens and underscores. */
  readonly newSecret: () => string;
  readonly now: () => Date;
  /** Cookies know no ports: the name tells two of these apart. */
  readonly name: string;
}

export class Gate {
  /** What the link ends with. */
  readonly link: string;
  readonly expiresAt: Date;
  /** In each form: only a page of ours knows it. */
  readonly formToken: string;
  readonly #cookie: string;
  readonly #name: string;
  readonly #now: () => Date;
  #isUsed = false;

  constructor({ newSecret, now, name }: GateOptions) {
    [this.link, this.#cookie, this.formToken] = [newSecret(), newSecret(), newSecret()];
    this.expiresAt = new Date(now().getTime() + LINK_MINUTES * 60_000);
    this.#name = name;
    this.#now = now;
  }

  /** Returns the cookie to set, once; undefined for another link, a used one, or one whose time is over. */
  open(link: string): string | undefined {
    if (!isSame(link, this.link) || this.#isUsed || this.#now() >= this.expiresAt) return undefined;
    this.#isUsed = true;
    return `${this.#name}=${this.#cookie}; HttpOnly; SameSite=Strict; Path=/`;
  }

  /** Whether a request comes from where the link was opened. */
  isIn(cookies: string | undefined): boolean {
    const found = (cookies ?? '').split(';').map((each) => each.trim());
    return this.#isUsed && found.some((each) => isSame(each, `${this.#name}=${this.#cookie}`));
  }

  isForm(token: string | null): boolean {
    return token !== null && isSame(token, this.formToken);
  }
}

/** Takes as long for any other text, so that nobody learns from the time how much of it was right. */
function isSame(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
