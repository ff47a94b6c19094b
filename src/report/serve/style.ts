/** What pages with forms have beyond the style sheet of all pages. */
export const FORM_STYLE = `
form.ask { display: flex; flex-wrap: wrap; gap: var(--d3); align-items: end; margin: var(--d3) 0; }
form.say { display: grid; gap: var(--d3); max-width: 40rem; margin: var(--d3) 0; }
form label { display: grid; gap: var(--d1); }
form input, form textarea { font: inherit; color: var(--ink); background: var(--card); border: 1px solid var(--strong); border-radius: var(--d1); padding: var(--d1) var(--d2); max-width: 100%; }
form button { font: inherit; justify-self: start; padding: var(--d2) var(--d4); background: var(--accent); color: var(--paper); border: 0; border-radius: var(--d1); cursor: pointer; }
.problem { color: var(--bad); }
`;
