/** Who a request comes from: the three tokens of the simulated workspace and what became of them. */
import { createRandom } from './random.ts';

export type TokenRole = 'owner' | 'member' | 'revoked' | 'none' | 'unknown';

export interface Tokens {
  readonly owner: string;
  readonly member: string;
  readonly revoked: string;
}

export interface TokenDesk {
  readonly tokens: Tokens;
  /** Whose token an `Authorization` header holds; never throws, whatever it holds. */
  roleOf(authorization: string | undefined): TokenRole;
  /** From now on the owner's token is refused. */
  revoke(): void;
  restore(): void;
}

/** Returns the desk; tokens are fixed by the seed and are worth nothing anywhere else. */
export function createTokenDesk(seed: number): TokenDesk {
  const token = (role: string) =>
    `sim-${role}-${createRandom(seed, 'token', role).text(40, 'abcdefghijkmnpqrstuvwxyz23456789')}`;
  const tokens: Tokens = { owner: token('owner'), member: token('member'), revoked: token('revoked') };
  let ownerRevoked = false;
  return {
    tokens,
    roleOf: (authorization) => {
      if (authorization === undefined || authorization === '') return 'none';
      const given = /^Bearer (\S+)$/i.exec(authorization)?.[1];
      if (given === tokens.owner) return ownerRevoked ? 'revoked' : 'owner';
      if (given === tokens.member) return 'member';
      return given === tokens.revoked ? 'revoked' : 'unknown';
    },
    revoke: () => {
      ownerRevoked = true;
    },
    restore: () => {
      ownerRevoked = false;
    },
  };
}
