// Nothing here ever parses text into markup: whatever an agent sends stays text.

export function el(tag, properties, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name === 'class') node.className = value;
    else node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.filter(child => child !== null && child !== undefined && child !== ''));
  return node;
}

export function pill(kind, text, title) {
  return el('span', {class: `pill ${kind}`, title}, text);
}

const CONTACT = {
  CONNECTED: ['good', 'Connected'],
  DISCONNECTED: ['quiet', 'Stopped'],
  LOST: ['bad', 'Lost'],
  EXPECTED: ['quiet', 'Expected'],
};

export function contactPill(agent) {
  const [kind, text] = CONTACT[agent.contact] ?? ['quiet', agent.contact];
  return pill(kind, text, agent.transport === 'HTTP' ? 'Plain HTTP polling' : 'WebSocket');
}

export function transportName(agent) {
  return agent.transport === 'HTTP' ? 'HTTP' : 'WebSocket';
}

export function healthPill(health) {
  if (!health) return pill('quiet', 'Not reported');
  const word = health.status || (health.healthy ? 'Healthy' : 'Unhealthy');
  return pill(health.healthy ? 'good' : 'bad', shorten(word, 28), health.lastError || word);
}

const CONFIG = {
  OFFERED: ['busy', 'Offered'],
  APPLYING: ['busy', 'Applying'],
  APPLIED: ['good', 'Applied'],
  FAILED: ['bad', 'Failed'],
  UNSET: ['quiet', 'Start-up'],
};

export function configPill(state, message) {
  const [kind, text] = CONFIG[state] ?? ['quiet', state];
  return el('span', {class: `pill ${kind}`, title: message || null, 'data-state': state}, text);
}

export function shorten(text, length) {
  return text.length > length ? text.slice(0, length - 1) + '…' : text;
}

// Times

export function relative(iso) {
  const seconds = Math.max(0, Math.round((Date.now() - Date.parse(iso)) / 1000));
  if (seconds < 3) return 'now';
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86400) return `${Math.floor(seconds / 3600)} h ago`;
  return `${Math.floor(seconds / 86400)} d ago`;
}

export function timeAgo(iso) {
  return el('time', {datetime: iso, title: new Date(iso).toLocaleString()}, relative(iso));
}

export function clock(iso) {
  const date = new Date(iso);
  const text = date.toLocaleTimeString([], {hour12: false}) + '.' + String(date.getMilliseconds()).padStart(3, '0');
  return el('time', {class: 'clock', datetime: iso, title: date.toLocaleString()}, text);
}

setInterval(() => {
  for (const time of document.querySelectorAll('time:not(.clock)')) {
    const text = relative(time.dateTime);
    if (time.textContent !== text) time.textContent = text;
  }
}, 1000);

// Server

export async function call(method, path, body, type) {
  let response;
  try {
    response = await fetch(path, {method, body, headers: type ? {'Content-Type': type} : {}});
  } catch {
    throw new Error('The server does not answer. Is it still running?');
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.error ?? `The server answered ${response.status}.`);
  return answer;
}

/** Follows the fleet; the browser reconnects by itself. */
export function follow({reset, agent, removed}) {
  const badge = document.getElementById('live');
  const source = new EventSource('/api/events');
  const show = (text, on) => {
    badge.textContent = text;
    badge.classList.toggle('on', on);
    badge.classList.toggle('off', !on);
  };
  source.onopen = () => show('Live', true);
  source.onerror = () => show('Server away – reconnecting…', false);
  source.addEventListener('reset', () => reset?.());
  source.addEventListener('agent', event => agent?.(JSON.parse(event.data)));
  source.addEventListener('removed', event => removed?.(JSON.parse(event.data).uid));
}
