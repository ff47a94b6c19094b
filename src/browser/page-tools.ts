/**
 * What a page can do where scripts run: sort and filter tables, copy digests, show the reader's own time beside UTC, and
 * unfold what a link leads to. It asks nobody for anything and remembers nothing; without it the page says the same.
 */

/** Shorter tables are read at a glance. */
const LEAST_FILTERED = 8;

interface TableParts {
  readonly table: HTMLTableElement;
  readonly bodies: readonly HTMLTableSectionElement[];
  /** In the order in which the page came. */
  readonly rows: readonly HTMLTableRowElement[];
}

function partsOf(table: HTMLTableElement): TableParts {
  const bodies = [...table.tBodies];
  return { table, bodies, rows: bodies.flatMap((body) => [...body.rows]) };
}

/** Puts the rows back in a new order, in blocks of the sizes that they had. */
function place({ bodies, rows }: TableParts, ordered: readonly HTMLTableRowElement[]): void {
  const size = Math.ceil(rows.length / bodies.length);
  for (const [index, body] of bodies.entries())
    body.replaceChildren(...ordered.slice(index * size, (index + 1) * size));
}

/** By what a machine reads of a cell where there is such a thing, else by its text. */
function keyOf(row: HTMLTableRowElement, column: number): string | number {
  const cell = row.cells[column];
  const number = cell?.querySelector('data')?.value;
  if (number !== undefined) return Number(number);
  return cell?.querySelector('time')?.dateTime ?? cell?.textContent ?? '';
}

function compare(one: string | number, other: string | number): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  // What has no number comes behind all that have.
  if (typeof one !== typeof other) return typeof one === 'number' ? -1 : 1;
  return String(one).localeCompare(String(other), undefined, { numeric: true, sensitivity: 'base' });
}

function sortable(parts: TableParts): void {
  const heads = [...(parts.table.tHead?.rows[0]?.cells ?? [])];
  for (const [column, head] of heads.entries()) {
    const button = document.createElement('button');
    button.type = 'button';
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener('click', () => {
      const isDown = head.ariaSort === 'ascending';
      for (const each of heads) each.removeAttribute('aria-sort');
      head.ariaSort = isDown ? 'descending' : 'ascending';
      const keyed = parts.rows.map((row) => ({ row, key: keyOf(row, column) }));
      keyed.sort((one, other) => (isDown ? compare(other.key, one.key) : compare(one.key, other.key)));
      place(
        parts,
        keyed.map(({ row }) => row),
      );
    });
  }
}

function filterable({ table, bodies, rows }: TableParts): void {
  if (rows.length < LEAST_FILTERED) return;
  const [tools, label, input, said] = [
    document.createElement('div'),
    document.createElement('label'),
    document.createElement('input'),
    document.createElement('output'),
  ];
  tools.className = 'tools';
  input.type = 'search';
  input.autocomplete = 'off';
  label.append('Filter ', input);
  tools.append(label, said);
  table.closest('.table')?.prepend(tools);
  const say = (shown: number) => {
    said.value = shown === rows.length ? `${rows.length} rows` : `${shown} of ${rows.length} rows`;
  };
  say(rows.length);
  // Read when it is first asked for: of ten thousand rows that takes a moment.
  let texts: readonly string[] | undefined;
  input.addEventListener('input', () => {
    texts ??= rows.map((row) => (row.textContent ?? '').toLowerCase());
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const [index, row] of rows.entries()) {
      const isShown = words.every((word) => texts?.[index]?.includes(word));
      if (row.hidden === isShown) row.hidden = !isShown;
      if (isShown) shown += 1;
    }
    for (const body of bodies) body.hidden = [...body.rows].every((row) => row.hidden);
    say(shown);
  });
}

function copyable(button: HTMLButtonElement): void {
  const code = button.parentElement?.querySelector('code');
  if (code === null || code === undefined) return;
  button.hidden = false;
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(code.textContent ?? '');
      button.textContent = 'Copied';
    } catch {
      // Where nothing may be copied by a page: it is selected for the reader to do it.
      getSelection()?.selectAllChildren(code);
      button.textContent = 'Selected';
    }
  });
  const word = button.textContent;
  for (const leaving of ['blur', 'pointerleave'])
    button.addEventListener(leaving, () => {
      button.textContent = word;
    });
}

/** Beside UTC, which stays; in a cell as a hint, since there is no room. */
function localTime(time: HTMLTimeElement): void {
  const at = new Date(time.dateTime);
  if (Number.isNaN(at.getTime()) || !time.dateTime.includes('T')) return;
  const local = at.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
  time.title = `${local}, your time`;
  if (time.closest('td') !== null || at.getTimezoneOffset() === 0) return;
  const beside = document.createElement('span');
  beside.className = 'local';
  beside.textContent = ` (${local}, your time)`;
  time.append(beside);
}

function unfold(): void {
  const target =
    location.hash.length > 1 ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
  if (target === null) return;
  for (let each: Element | null = target; each !== null; each = each.parentElement)
    if (each instanceof HTMLDetailsElement) each.open = true;
  target.scrollIntoView();
}

/** On paper everything is unfolded, also where the style sheet cannot do it. */
function printable(): void {
  let folded: readonly HTMLDetailsElement[] = [];
  addEventListener('beforeprint', () => {
    folded = [...document.querySelectorAll<HTMLDetailsElement>('details:not([open], .of-row)')];
    for (const each of folded) each.open = true;
  });
  addEventListener('afterprint', () => {
    for (const each of folded) each.open = false;
  });
}

for (const table of document.querySelectorAll<HTMLTableElement>('table[data-table]')) {
  const parts = partsOf(table);
  sortable(parts);
  filterable(parts);
}
for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-copy]')) copyable(button);
for (const time of document.querySelectorAll('time')) localTime(time);
addEventListener('hashchange', unfold);
unfold();
printable();
