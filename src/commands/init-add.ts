/** Puts one more connection into a configuration that is there. Pure; what stands in the file stays, byte by byte. */
import { isMap, isSeq, parseDocument } from 'yaml';
import { isSender } from './init-kinds.ts';
import type { Answers } from './init-questions.ts';
import { connectionText } from './init-text.ts';

/** Returns the file with the connection behind its last one, or at its end where it has none. */
export function withConnection(text: string, answers: Answers): string {
  const document = parseDocument(text);
  const list = document.get('connections', true);
  const last = isSeq(list) && list.flow !== true ? list.items.at(-1) : undefined;
  const range = isMap(last) ? last.range : undefined;
  if (range === undefined || range === null) return addedToData(text, answers);
  const [start, end] = range;
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const indent = text.slice(lineStart, start).replace(/-\s*$/, '');
  if (indent.trim() !== '') return addedToData(text, answers);
  const at = endOfEntry(text, end, indent.length);
  const before = text.slice(0, at);
  const gap = before.endsWith('\n') ? '' : '\n';
  return `${before}${gap}${connectionText(answers, indent)}\n${text.slice(at)}`;
}

/** Comments that stand deeper than the dash belong to the entry before them. */
function endOfEntry(text: string, end: number, depth: number): number {
  let at = end > 0 && text[end - 1] === '\n' ? end : nextLine(text, end);
  while (at < text.length) {
    const next = nextLine(text, at);
    const line = text.slice(at, next);
    const isOfEntry = line.trimStart().startsWith('#') && line.search(/\S/) > depth;
    if (!isOfEntry) break;
    at = next;
  }
  return at;
}

function nextLine(text: string, from: number): number {
  const found = text.indexOf('\n', from);
  return found === -1 ? text.length : found + 1;
}

/** JSON, or YAML without a list of connections in lines of its own. */
function addedToData(text: string, answers: Answers): string {
  const document = parseDocument(text);
  const connection = connectionData(answers);
  if (isJson(text)) {
    const data = JSON.parse(text) as { connections?: unknown[] };
    return `${JSON.stringify({ ...data, connections: [...(data.connections ?? []), connection] }, null, 2)}\n`;
  }
  if (document.has('connections')) document.addIn(['connections'], document.createNode(connection));
  else document.set('connections', document.createNode([connection]));
  return document.toString({ lineWidth: 0 });
}

function connectionData(answers: Answers): Readonly<Record<string, unknown>> {
  const { name, region, tokenRef: token, writeKey, role: declaredRole, schedule, timezone } = answers;
  const { baseUrl, concurrency, shareLimitsWith } = answers;
  const all = isSender(answers)
    ? { name, type: 'write-key', region, writeKey, baseUrl }
    : { name, region, token, baseUrl, declaredRole, schedule, timezone };
  const limits = {
    concurrency: concurrency === undefined ? undefined : Number(concurrency),
    shareLimitsWith,
  };
  return Object.fromEntries(Object.entries({ ...all, ...limits }).filter(([, value]) => value !== undefined));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
