/** Runs in the browser. Everything shown is set as text, so that no record's name becomes markup. */
export const panelScript = `'use strict';
const byId = (id) => document.getElementById(id);
const everyMs = 3000;
let key = sessionStorage.getItem('key') ?? '';

async function call(method, path, body) {
  const headers = { 'content-type': 'application/json' };
  if (key !== '') headers['x-functions-key'] = key;
  const response = await fetch(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
  byId('key').hidden = response.status !== 401;
  const text = await response.text();
  const answer = text === '' ? undefined : JSON.parse(text);
  if (!response.ok) throw new Error(answer?.error?.message ?? 'The call was refused.');
  return answer;
}

function row(cells) {
  const tr = document.createElement('tr');
  for (const cell of cells) {
    const td = document.createElement('td');
    if (cell instanceof Node) td.append(cell);
    else td.textContent = cell === null || cell === undefined ? '' : String(cell);
    tr.append(td);
  }
  return tr;
}

function button(label, act) {
  const made = document.createElement('button');
  made.textContent = label;
  made.addEventListener('click', () => act().then(refresh, (error) => { byId('state').textContent = error.message; }));
  return made;
}

function alertItem(alert) {
  const li = document.createElement('li');
  li.className = alert.severity;
  li.textContent = [alert.mailbox, alert.message, alert.action].filter(Boolean).join(' ') + ' ';
  if (alert.heldId) {
    li.append(button('Release', () => call('POST', 'held/' + alert.heldId + '/release')), ' ');
    li.append(button('Discard', () => call('POST', 'held/' + alert.heldId + '/discard')), ' ');
  }
  li.append(button('Dismiss', () => call('POST', 'alerts/' + encodeURIComponent(alert.id) + '/dismiss')));
  return li;
}

const counts = (run) => Object.entries(run.counts).filter(([, count]) => count > 0).map(([name, count]) => name + ' ' + count).join(', ');
const ago = (seconds) => (seconds === null ? 'never' : seconds + ' s ago');

async function refresh() {
  const [status, runs, alerts] = await Promise.all([call('GET', 'status'), call('GET', 'runs'), call('GET', 'alerts')]);
  byId('alerts').replaceChildren(...alerts.map(alertItem));
  byId('status').replaceChildren(...status.flatMap((one) => Object.entries(one.entities).map(([entity, of]) => row([
    one.mailbox, entity, one.held ?? of.phase, of.linked, of.failed, ago(of.lagSeconds),
    button('Synchronise', () => call('POST', 'sync', { mailbox: one.mailbox, entities: [entity] })),
  ]))));
  byId('runs').replaceChildren(...runs.slice(0, 20).map((run) => row([
    new Date(run.startedAt).toLocaleTimeString(), run.mailbox ?? 'all', run.kind, run.status, counts(run),
  ])));
  byId('state').textContent = alerts.length === 0 ? 'Everything is in step.' : alerts.length + ' alerts.';
}

byId('key').addEventListener('submit', (event) => {
  event.preventDefault();
  key = new FormData(event.target).get('key');
  sessionStorage.setItem('key', key);
  refresh().catch(() => undefined);
});

(async function loop() {
  await refresh().catch((error) => { byId('state').textContent = error.message; });
  setTimeout(loop, everyMs);
})();
`;
