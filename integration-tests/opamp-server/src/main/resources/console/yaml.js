import {el} from './common.js';

const LINE = /^(\s*(?:- )*)(?:("[^"]*"|'[^']*'|[^\s#:'"][^:#]*?)(:)(?=\s|$))?(.*)$/;

/** Colours YAML for reading: keys, values, comments. Wrong guesses only cost colour. */
export function yaml(text) {
  const code = el('code');
  for (const line of text.replace(/\n$/, '').split('\n')) {
    const [, indent, key, colon, rest] = LINE.exec(line) ?? [null, '', undefined, undefined, line];
    const comment = /(^|\s)#.*$/.exec(rest);
    const value = comment ? rest.slice(0, comment.index) : rest;
    code.append(indent);
    if (key !== undefined) code.append(el('span', {class: 'y-key'}, key), colon);
    if (value) code.append(el('span', {class: kind(value)}, value));
    if (comment) code.append(el('span', {class: 'y-comment'}, comment[0]));
    code.append('\n');
  }
  return code;
}

function kind(value) {
  return /^\s*(-?\d[\d._eE+-]*|true|false|null|~)\s*$/.test(value) ? 'y-number' : 'y-text';
}
