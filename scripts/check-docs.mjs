/** What docs/checks.md says of each check, from the checks themselves. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describeCheck } from '../dist/src/checks/catalog.js';
import { frameworkLabels } from '../dist/src/checks/framework-labels.js';
import { checks } from '../dist/src/checks/index.js';
import { manualSlots } from '../dist/src/checks/manual/slots.js';

const code = (text) => `\`${text}\``;

/** Returns one section for each check, by area, in the order of their ids. */
export function checkSections() {
  const areas = [...new Set(checks.map(({ area }) => area))];
  return areas
    .flatMap((area) => [`## ${titleOf(area)}`, ...checks.filter((check) => check.area === area).map(section)])
    .join('\n\n');
}

const titleOf = (area) => area.charAt(0).toUpperCase() + area.slice(1).replaceAll('-', ' ');

function section(check) {
  const rows = [
    ['fails when', check.failsWhen],
    ['does not apply, or is not configured', check.notApplicableWhen],
    ['nobody can tell', check.indeterminateWhen],
    ['what to do', check.remediation],
    ['how it may be wrong', check.falsePositives],
    ['reads', check.reads.map(code).join(', ') || 'what the run says of itself'],
    ['also looks at', check.uses?.map(code).join(', ')],
    ['supports', controlsOf(check.controls)],
    ['in SQL', statementOf(check.id)],
  ].filter(([, text]) => text !== undefined && text !== '');
  return [
    `### ${check.id}: ${check.title}`,
    `${check.question} ${check.motivation}`,
    `Severity: ${check.severity}. Confidence: ${check.confidence}. Lifecycle: ${check.lifecycle}. Pack: ${check.pack}. Version: ${check.version}.`,
    [
      '| | |',
      '|---|---|',
      ...rows.map(([name, text]) => `| ${name} | ${text.replaceAll('|', '\\|')} |`),
    ].join('\n'),
    ...paramsOf(check),
  ].join('\n\n');
}

function statementOf(id) {
  const isThere = existsSync(join(import.meta.dirname, `../docs/sql/${id}.sql`));
  return isThere ? `[${id}.sql](sql/${id}.sql), see [a second engine](#a-second-engine)` : undefined;
}

function controlsOf(controls) {
  return Object.entries(frameworkLabels)
    .filter(([name]) => controls[name].length > 0)
    .map(([name, title]) => `${title}: ${controls[name].join(', ')}`)
    .join('; ');
}

function paramsOf(check) {
  const { properties } = describeCheck(check).parameters;
  const rows = Object.entries(properties ?? {}).map(([name, { description, default: value }]) => {
    return `| ${code(name)} | ${(description ?? '').replaceAll('|', '\\|')} | ${code(JSON.stringify(value)).replaceAll('|', '\\|')} |`;
  });
  return rows.length === 0
    ? []
    : [['| parameter | what it is | default |', '|---|---|---|', ...rows].join('\n')];
}

/** Returns one section for each slot for manual evidence. */
export const slotSections = () =>
  manualSlots
    .map(({ id, title, attach, why, everyMonths, controls }) =>
      [
        `### ${id}`,
        `${title}.`,
        [
          '| | |',
          '|---|---|',
          `| what to attach | ${attach} |`,
          `| why no check can tell | ${why} |`,
          `| how often, where nothing else is agreed | every ${everyMonths} months |`,
          `| supports | ${controlsOf(controls)} |`,
        ].join('\n'),
      ].join('\n\n'),
    )
    .join('\n\n');
