/**
 * Puts what each alias stands for in its place, once it is known how much that comes to. The parser looks
 * through the whole file for every single alias; here one pass finds what all of them stand for.
 */
import {
  type Alias,
  type Document,
  isAlias,
  isCollection,
  isPair,
  isScalar,
  isSeq,
  type Node,
  visit,
} from 'yaml';
import { QUOTE, type YamlProblem } from './yaml-problems.ts';

/** Uses of one anchor, times those of the anchors in it: more would unfold without end. */
const MOST_USES = 100;
/** Values that aliases may add to those that are written out. */
const MOST_ADDED = 100_000;
const TOO_MANY: YamlProblem = {
  offset: 0,
  message: 'expected few aliases, got so many that the file would unfold without end; write values out',
};

/** What stands behind an anchor. */
interface Anchored {
  readonly node: Node;
  /** Values in it, aliases unfolded. */
  readonly values: number;
  /** The most uses of an anchor in it, itself counted in the same way. */
  readonly usesInside: number;
  uses: number;
}

/**
 * Replaces each alias by what it stands for. A document with a problem is left as it is.
 * Returns the aliases that stand for nothing, or for what they are in; or that there are too many.
 */
export function unfoldAliases(document: Document.Parsed): readonly YamlProblem[] {
  const anchors = new Map<string, Anchored>();
  const targets = new Map<Alias, Anchored>();
  const problems: YamlProblem[] = [];
  const replacements: (() => void)[] = [];
  let added = 0;
  let areTooMany = false;
  visit(document, {
    Node: (key, node, path) => {
      // The values behind an anchor are counted when it is first used: then all aliases in it are known.
      if ((isScalar(node) || isCollection(node)) && node.anchor !== undefined)
        anchors.set(node.anchor, lazily(node, targets));
      if (!isAlias(node)) return;
      const target = anchors.get(node.source);
      const problem = aliasProblem(node, target?.node);
      if (target === undefined || problem !== undefined) {
        problems.push({ offset: node.range?.[0] ?? 0, message: problem ?? '' });
        return;
      }
      targets.set(node, target);
      target.uses += 1;
      added += target.values;
      areTooMany ||= target.uses * target.usesInside > MOST_USES || added > MOST_ADDED;
      replacements.push(() => replace(path.at(-1), key, target.node));
    },
  });
  if (problems.length > 0) return problems;
  if (areTooMany) return [TOO_MANY];
  for (const act of replacements) act();
  return [];
}

function aliasProblem(alias: Alias, target: Node | undefined): string | undefined {
  if (target === undefined)
    return `expected a known anchor after *, got none; ${QUOTE} if it is not an alias`;
  const offset = alias.range?.[0] ?? 0;
  const holdsIt = target.range != null && target.range[0] <= offset && offset < target.range[2];
  return holdsIt ? 'expected an alias of something else, got one of the map or list it is in' : undefined;
}

function replace(parent: unknown, key: unknown, target: Node): void {
  if (isPair(parent) && key === 'value') parent.value = target;
  if (isSeq(parent) && typeof key === 'number') parent.items[key] = target;
}

function lazily(node: Node, targets: ReadonlyMap<Alias, Anchored>): Anchored {
  let counted: Pick<Anchored, 'values' | 'usesInside'> | undefined;
  const count = () => {
    counted ??= countValues(node, targets);
    return counted;
  };
  return {
    node,
    uses: 1,
    get values() {
      return count().values;
    },
    get usesInside() {
      return count().usesInside;
    },
  };
}

/** Goes only as deep as the text does: what an alias in it stands for has been counted before. */
function countValues(
  node: unknown,
  targets: ReadonlyMap<Alias, Anchored>,
): Pick<Anchored, 'values' | 'usesInside'> {
  if (isAlias(node)) {
    const target = targets.get(node);
    return target === undefined
      ? { values: 1, usesInside: 1 }
      : { values: target.values, usesInside: target.uses * target.usesInside };
  }
  if (isPair(node)) return countValues(node.value, targets);
  let values = 1;
  let usesInside = 1;
  for (const item of isCollection(node) ? node.items : []) {
    const inner = countValues(item, targets);
    values += inner.values;
    usesInside = Math.max(usesInside, inner.usesInside);
  }
  return { values, usesInside };
}
