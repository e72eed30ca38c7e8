import {call, clock, configPill, contactPill, el, follow, healthPill, pill, timeAgo, transportName} from './common.js';
import {yaml} from './yaml.js';

const uid = new URLSearchParams(location.search).get('uid') ?? '';
const path = `/api/agents/${encodeURIComponent(uid)}`;
const byId = id => document.getElementById(id);
const shown = new Map();
let current = null;
let loading = false;
let stale = false;

// Loading: one request at a time; an event during a request asks for one more.

async function load() {
  if (loading) { stale = true; return; }
  loading = true;
  try {
    do {
      stale = false;
      show(await call('GET', path));
    } while (stale);
  } catch (error) {
    if (!current) missing(error.message);
  } finally {
    loading = false;
  }
}

function missing(why) {
  byId('missing-why').textContent = why;
  byId('missing').hidden = false;
  byId('crumb').textContent = uid || 'unknown';
}

/** Draws a part of the page again only when its data changed, so that reading is not disturbed. */
function part(id, data, draw) {
  const key = JSON.stringify(data);
  if (shown.get(id) === key) return;
  shown.set(id, key);
  byId(id).replaceChildren(...[draw(data)].flat());
}

function show(agent) {
  const first = current === null;
  current = agent;
  const name = agent.serviceName || 'unknown service';
  byId('missing').hidden = true;
  byId('agent').hidden = false;
  document.title = `${name} · OpAMP server`;
  byId('crumb').textContent = name;
  byId('title').replaceChildren(
      ...(agent.serviceNamespace ? [el('span', {class: 'namespace'}, agent.serviceNamespace + '/')] : []), name);
  byId('facts').replaceChildren(...facts(agent));
  part('pills', [agent.contact, agent.transport, agent.health], () => [contactPill(agent), healthPill(agent.health)]);
  notice(agent);
  showConfig(agent, first);
  part('health', agent.health ?? null, health => health ? el('ul', {class: 'tree'}, component('agent', health)) : emptyLine('The agent does not report its health.'));
  part('identity', [agent.identifyingAttributes, agent.nonIdentifyingAttributes], () => identity(agent));
  part('capabilities', agent.capabilities, names => names.length
      ? el('ul', {class: 'chips'}, ...names.map(text => el('li', null, text)))
      : emptyLine('None reported.'));
  showOwnTelemetry(agent);
  enable('restart', 'restart-hint', agent.capabilities.includes('AcceptsRestartCommand'),
      'This agent does not accept the restart command.');
}

function facts(agent) {
  const sdk = [agent.sdk.language, agent.sdk.version].filter(Boolean).join(' ');
  return [
    agent.host && el('span', null, agent.host),
    sdk && el('span', {title: agent.sdk.name || null}, sdk),
    el('span', null, transportName(agent)),
    el('span', null, 'seen ', timeAgo(agent.lastSeen)),
    el('span', {class: 'code', title: 'Instance UID'}, agent.uid),
  ].filter(Boolean);
}

function notice(agent) {
  const text = {
    DISCONNECTED: 'The agent said goodbye. What you offer now waits for its return.',
    LOST: 'The connection to the agent is lost. What you offer now waits for its return.',
  }[agent.contact];
  byId('notice').hidden = !text;
  byId('notice').textContent = text ?? '';
}

function enable(buttonId, hintId, possible, why) {
  const hint = byId(hintId);
  hint.dataset.normal ??= hint.textContent;
  byId(buttonId).disabled = !possible;
  hint.textContent = possible ? hint.dataset.normal : why;
}

// Remote configuration

function showConfig(agent, first) {
  const accepts = agent.capabilities.includes('AcceptsRemoteConfig');
  enable('push', 'editor-hint', accepts, 'This agent does not accept remote configuration.');
  byId('remove').disabled = !accepts;
  byId('editor').disabled = !accepts;
  byId('load').disabled = !accepts || agent.effectiveConfig.length === 0;
  if (first && agent.offeredConfig?.length === 1) byId('editor').value = agent.offeredConfig[0].body;
  part('config-pill', agent.config, config => configPill(config.state, ''));
  part('outcome', [agent.config, agent.configEvents.at(-1), agent.offeredConfig?.length], () => outcome(agent));
  part('timeline', agent.configEvents, events => events.slice(-8).reverse().map(event));
  part('effective', agent.effectiveConfig, files => files.length ? files.flatMap(entry => file(entry, files.length === 1)) : emptyLine('The agent has not reported its effective configuration.'));
  byId('effective-note').textContent = agent.effectiveConfig.length ? 'as reported by the agent' : '';
}

function outcome(agent) {
  const {state, errorMessage} = agent.config;
  const removed = agent.offeredConfig?.length === 0;
  switch (state) {
    case 'OFFERED':
      return el('p', {class: 'busy'}, agent.transport === 'HTTP'
          ? 'Offered. The agent takes it with its next poll.' : 'Offered. Waiting for the agent to answer.');
    case 'APPLYING': return el('p', {class: 'busy'}, 'The agent is applying the configuration…');
    case 'APPLIED': return el('p', {class: 'good'}, removed
        ? 'Removed: the start-up configuration is in force again.' : 'Applied: the configuration is in force.');
    case 'FAILED': return [
      el('p', {class: 'bad'}, 'Failed: the agent did not take this configuration, what was in force stays in force.'),
      el('pre', {class: 'error'}, errorMessage || 'The agent gave no reason.')];
    default: return el('p', {class: 'muted'}, 'Nothing offered: the start-up configuration is in force.');
  }
}

function event(entry) {
  return el('li', null, clock(entry.at), configPill(entry.status, ''),
      entry.hash ? el('span', {class: 'code muted', title: entry.hash}, entry.hash.slice(0, 10)) : null,
      entry.errorMessage ? el('span', {class: 'clip', title: entry.errorMessage}, entry.errorMessage) : null);
}

function file(entry, alone) {
  const head = entry.name || !alone
      ? [el('p', {class: 'file-name'}, entry.name || '(no name)', entry.contentType ? el('span', {class: 'muted'}, entry.contentType) : null)] : [];
  return [...head, el('pre', {class: 'code-block', tabindex: '0', 'aria-label': `Effective configuration ${entry.name}`}, yaml(entry.body))];
}

// Health, identity

function component(name, health) {
  const children = Object.entries(health.components ?? {});
  const facts = Object.entries(health.attributes ?? {});
  return el('li', null,
      el('div', {class: 'tree-row'}, el('span', {class: `dot ${health.healthy ? 'good' : 'bad'}`, 'aria-hidden': 'true'}),
          el('span', {class: 'tree-name'}, name),
          el('span', {class: 'muted'}, health.status || (health.healthy ? 'healthy' : 'unhealthy'))),
      health.lastError ? el('p', {class: 'tree-error'}, health.lastError) : null,
      facts.length ? el('p', {class: 'muted tree-facts'}, facts.map(([key, value]) => `${key} ${value}`).join(', ')) : null,
      children.length ? el('ul', null, ...children.map(([key, child]) => component(key, child))) : null);
}

function identity(agent) {
  return [
    el('h3', null, 'Identifying'), attributes(agent.identifyingAttributes),
    el('h3', null, 'Other attributes'), attributes(agent.nonIdentifyingAttributes)];
}

function attributes(map) {
  const entries = Object.entries(map).sort(([a], [b]) => a.localeCompare(b));
  if (!entries.length) return emptyLine('None.');
  return el('dl', {class: 'attributes'}, ...entries.flatMap(([key, value]) => [
    el('dt', null, key), el('dd', null, typeof value === 'string' ? value : JSON.stringify(value))]));
}

function emptyLine(text) {
  return el('p', {class: 'muted'}, text);
}

// Own telemetry

const SIGNALS = {metrics: 'ReportsOwnMetrics', traces: 'ReportsOwnTraces', logs: 'ReportsOwnLogs'};

function showOwnTelemetry(agent) {
  const form = byId('own-form');
  const possible = Object.values(SIGNALS).some(name => agent.capabilities.includes(name));
  for (const [signal, capability] of Object.entries(SIGNALS)) {
    form.elements[signal].disabled = !agent.capabilities.includes(capability);
  }
  form.elements.headers.disabled = !possible;
  enable('own-send', 'own-hint', possible, 'This agent reports no telemetry of its own.');
  const settings = agent.connectionSettings;
  const waiting = settings.offeredHash && settings.offeredHash !== settings.hash
      && agent.capabilities.includes('ReportsConnectionSettingsStatus');
  part('own-pill', [settings, waiting], () =>
    settings.offeredHash ? [waiting ? configPill('OFFERED') : settings.status === 'UNSET' ? pill('quiet', 'Sent') : configPill(settings.status, settings.errorMessage)] : []);
  part('own-outcome', [settings.status, settings.errorMessage, waiting], () =>
    settings.status === 'FAILED' && !waiting ? [el('pre', {class: 'error'}, settings.errorMessage || 'The agent gave no reason.')] : []);
}

function headersOf(text) {
  const headers = {};
  for (const line of text.split('\n').map(part => part.trim()).filter(Boolean)) {
    const colon = line.indexOf(':');
    if (colon < 1) throw new Error(`“${line}” is not of the form name: value.`);
    headers[line.slice(0, colon).trim()] = line.slice(colon + 1).trim();
  }
  return headers;
}

// Actions: what goes wrong is said next to the button.

async function act(outcomeId, action, done) {
  const place = byId(outcomeId);
  shown.delete(outcomeId);
  try {
    await action();
    if (done) place.replaceChildren(el('p', {class: 'good'}, done));
    await load();
  } catch (error) {
    place.replaceChildren(el('p', {class: 'bad'}, error.message));
  }
}

function confirmed(title, text, yes) {
  const dialog = byId('confirm');
  byId('confirm-title').textContent = title;
  byId('confirm-text').textContent = text;
  byId('confirm-yes').textContent = yes;
  dialog.returnValue = 'no';
  dialog.showModal();
  return new Promise(resolve =>
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), {once: true}));
}

byId('editor-form').addEventListener('submit', submit => {
  submit.preventDefault();
  act('outcome', async () => {
    if (!byId('editor').value.trim()) throw new Error('The editor is empty. To go back to the start-up configuration, remove the remote config.');
    await call('PUT', `${path}/config`, byId('editor').value, 'text/yaml');
  });
});
byId('editor').addEventListener('keydown', key => {
  if (key.key === 'Enter' && (key.ctrlKey || key.metaKey)) byId('editor-form').requestSubmit();
});
byId('load').addEventListener('click', () => {
  byId('editor').value = current.effectiveConfig[0].body;
  byId('editor').focus();
});
byId('remove').addEventListener('click', async () => {
  if (await confirmed('Remove the remote configuration?', 'The agent goes back to exactly what it was started with.', 'Remove')) {
    act('outcome', () => call('DELETE', `${path}/config`));
  }
});
byId('own-form').addEventListener('submit', submit => {
  submit.preventDefault();
  const form = submit.target.elements;
  act('own-outcome', () => {
    const offer = {headers: headersOf(form.headers.value)};
    for (const signal of Object.keys(SIGNALS)) {
      if (form[signal].value.trim()) offer[signal] = form[signal].value.trim();
    }
    return call('POST', `${path}/own-telemetry`, JSON.stringify(offer), 'application/json');
  });
});
byId('restart').addEventListener('click', async () => {
  if (await confirmed('Restart this agent?', 'It is asked to restart itself; what that means for its application is the agent’s choice.', 'Restart')) {
    act('restart-outcome', () => call('POST', `${path}/restart`), 'The restart command is sent.');
  }
});

load();
follow({
  reset: load,
  agent: agent => {
    if (agent.uid !== uid.toLowerCase()) return;
    if (current) part('config-pill', agent.config, config => configPill(config.state, ''));
    load();
  },
});
