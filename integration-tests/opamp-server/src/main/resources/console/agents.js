import {call, configPill, contactPill, el, follow, healthPill, timeAgo, transportName} from './common.js';

const agents = new Map();
const rows = new Map();
const byId = id => document.getElementById(id);
const filter = byId('filter');

call('GET', '/api/health').then(server => {
  byId('command').textContent = [
    'java -javaagent:opamp-javaagent.jar',
    `     -Dotel.opamp.endpoint=${server.endpoints.webSocket}`,
    '     -Dotel.service.name=my-service',
    '     -jar my-service.jar',
  ].join(' \\\n');
}, () => { byId('command').textContent = 'java -javaagent:opamp-javaagent.jar …'; });

function name(agent) {
  return agent.serviceName || 'unknown service';
}

function row(agent) {
  const link = el('a', {href: `agent.html?uid=${encodeURIComponent(agent.uid)}`, class: 'row-link'},
      agent.serviceNamespace ? el('span', {class: 'namespace'}, agent.serviceNamespace + '/') : null, name(agent));
  const sdk = [agent.sdk.language, agent.sdk.version].filter(Boolean).join(' ');
  return el('tr', {'data-uid': agent.uid, class: agent.contact === 'CONNECTED' ? '' : 'away'},
      el('th', {scope: 'row', 'data-label': 'Service'}, link,
          el('span', {class: 'sub code', title: 'Instance UID'}, agent.uid)),
      el('td', {'data-label': 'Health'}, healthPill(agent.health)),
      el('td', {'data-label': 'Configuration'}, configPill(agent.config.state, agent.config.errorMessage),
          agent.config.state === 'FAILED' ? el('span', {class: 'sub clip', title: agent.config.errorMessage}, agent.config.errorMessage) : null),
      el('td', {'data-label': 'Host'}, agent.host || '–'),
      el('td', {'data-label': 'SDK', title: agent.sdk.name || null}, sdk || '–'),
      el('td', {'data-label': 'Contact'}, contactPill(agent), el('span', {class: 'sub'}, transportName(agent))),
      el('td', {'data-label': 'Last seen', class: 'end'}, timeAgo(agent.lastSeen)));
}

function matches(agent) {
  const wanted = filter.value.trim().toLowerCase();
  return [agent.serviceName, agent.serviceNamespace, agent.serviceInstanceId, agent.host, agent.uid]
      .some(text => text.toLowerCase().includes(wanted));
}

function arrange() {
  const ordered = [...agents.values()].filter(matches)
      .sort((a, b) => name(a).localeCompare(name(b)) || a.uid.localeCompare(b.uid));
  const wanted = ordered.map(agent => rows.get(agent.uid));
  const body = byId('rows');
  const same = wanted.length === body.children.length && wanted.every((node, i) => node === body.children[i]);
  if (!same) body.replaceChildren(...wanted);
  byId('list').hidden = ordered.length === 0;
  byId('empty').hidden = agents.size > 0;
  byId('nomatch').hidden = agents.size === 0 || ordered.length > 0;
  byId('tally').textContent = tally([...agents.values()]);
}

function tally(all) {
  if (all.length === 0) return 'None has reported yet';
  const count = (number, words) => number > 0 ? [`${number} ${words}`] : [];
  const failed = all.filter(agent => agent.config.state === 'FAILED').length;
  return [
    `${all.filter(agent => agent.contact === 'CONNECTED').length} connected`,
    ...count(all.filter(agent => agent.contact !== 'CONNECTED').length, 'away'),
    ...count(all.filter(agent => agent.health && !agent.health.healthy).length, 'unhealthy'),
    ...count(failed, failed === 1 ? 'failed configuration' : 'failed configurations'),
  ].join(' · ');
}

function update(agent) {
  agents.set(agent.uid, agent);
  const fresh = row(agent);
  const old = rows.get(agent.uid);
  rows.set(agent.uid, fresh);
  if (old?.isConnected) {
    const focused = old.contains(document.activeElement);
    old.replaceWith(fresh);
    if (focused) fresh.querySelector('a').focus();
  }
  arrange();
}

filter.addEventListener('input', arrange);
follow({
  reset: () => { agents.clear(); rows.clear(); arrange(); },
  agent: update,
  removed: uid => { agents.delete(uid); rows.delete(uid); arrange(); },
});
