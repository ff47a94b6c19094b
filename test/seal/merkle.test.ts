/** RFC 6962 trees against the published vectors, and frontiers against a tree computed from all leaves. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMPTY_ROOT, growFrontier, isFrontierOf, leafHash, nodeHash, rootOf } from '../../src/seal/merkle.ts';
import { runs } from '../support/tier.ts';

/** The leaves that Certificate Transparency implementations are tested with. */
const LEAVES = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
].map((hex) => Buffer.from(hex, 'hex'));

const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

const hash = (...parts: readonly Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest();

/** MTH of RFC 6962 section 2.1, word for word: no frontier, all leaves at once. */
function treeHash(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 0) return hash();
  if (leaves.length === 1) return hash(Buffer.of(0), leaves[0] ?? Buffer.alloc(0));
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return hash(Buffer.of(1), treeHash(leaves.slice(0, split)), treeHash(leaves.slice(split)));
}

async function frontierOf(leaves: readonly Buffer[]): Promise<readonly string[]> {
  let frontier: readonly string[] = [];
  for (const [size, leaf] of leaves.entries())
    frontier = await growFrontier(frontier, size, await leafHash(leaf));
  return frontier;
}

describe('the root of a tree', () => {
  it.each(ROOTS.map((root, size) => ({ size, root })))(
    'over the first $size known leaves is $root',
    async ({ size, root }) => {
      const leaves = LEAVES.slice(0, size);

      expect(treeHash(leaves).toString('hex')).toBe(root);
      expect(await rootOf(await frontierOf(leaves))).toBe(root);
    },
  );

  it('over nothing is the SHA-256 of nothing', async () => {
    expect(EMPTY_ROOT).toBe(ROOTS[0]);
    expect(await rootOf([])).toBe(EMPTY_ROOT);
  });

  it('follows from the frontier for every size from 0 to 70', async () => {
    const leaves: Buffer[] = [];
    let frontier: readonly string[] = [];
    for (let size = 0; size <= 70; size += 1) {
      expect(await rootOf(frontier), `size ${size}`).toBe(treeHash(leaves).toString('hex'));
      expect(isFrontierOf(frontier, size), `size ${size}`).toBe(true);
      const leaf = Buffer.from(`payload ${size}`);
      frontier = await growFrontier(frontier, size, await leafHash(leaf));
      leaves.push(leaf);
    }
  });

  it('follows from the frontier for any leaves', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 200 }), async (data) => {
        const leaves = data.map((leaf) => Buffer.from(leaf));
        expect(await rootOf(await frontierOf(leaves))).toBe(treeHash(leaves).toString('hex'));
      }),
      { numRuns: runs({ fast: 20, full: 60 }) },
    );
  });
});

describe('hashes', () => {
  it('of a leaf and of a node can never be taken for each other', async () => {
    const [left, right] = [await leafHash(Buffer.from('a')), await leafHash(Buffer.from('b'))];

    const leafOfBoth = await leafHash(Buffer.concat([Buffer.from(left, 'hex'), Buffer.from(right, 'hex')]));

    expect(await nodeHash(left, right)).not.toBe(leafOfBoth);
    expect(await nodeHash(left, right)).not.toBe(await nodeHash(right, left));
  });
});

describe('a frontier', () => {
  it('grows without touching the one before', async () => {
    const before = Object.freeze(await frontierOf(LEAVES.slice(0, 3)));

    await growFrontier(before, 3, await leafHash(Buffer.from('x')));

    expect(before).toEqual(await frontierOf(LEAVES.slice(0, 3)));
  });

  it('with too few subtrees for its size is refused', async () => {
    await expect(growFrontier([], 1, ROOTS[1] ?? '')).rejects.toThrow('size 1 needs more subtree roots');
  });

  it.each([
    ['nothing, of nothing', [], 0, true],
    ['one root, of 4', ['a'], 4, true],
    ['two roots, of 6', ['a', 'b'], 6, true],
    ['one root, of 6', ['a'], 6, false],
    ['two roots, of 4', ['a', 'b'], 4, false],
    ['one root, of nothing', ['a'], 0, false],
    ['as many roots as 2^40 - 1 has subtrees', Array.from({ length: 40 }, () => 'a'), 2 ** 40 - 1, true],
  ] as const)('%s: has it as many roots as that size needs? %s', (_name, frontier, size, isOne) => {
    expect(isFrontierOf(frontier, size)).toBe(isOne);
  });
});
