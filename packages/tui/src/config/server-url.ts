// Server addresses: completed, normalised, and refused where tokens would travel in the clear.

import { DomainError } from '@parley/shared/errors';

/** The default port of `parleyd` on this machine. */
export const defaultServer = 'http://127.0.0.1:4000';

/**
 * A server as people write it, in its one normal form: scheme, host, port and base path, without a
 * slash at the end. A bare host is https, but on this machine http.
 * @throws unsupported for what is no such address, and for a plain connection to another machine
 * unless `isInsecure`: whoever sits between would read the token.
 */
export function normalizeServer(written: string, { isInsecure = false } = {}): string {
  const text = written.trim().replace(/^ws(s?):\/\//i, 'http$1://');
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : completeScheme(text));
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new DomainError(
      'unsupported',
      `"${written}" is no server address. It looks like https://parley.example.org`,
    );
  }
  if (url.username !== '' || url.password !== '') {
    throw new DomainError('unsupported', 'A server address has no user or password in it.');
  }
  if (url.protocol === 'http:' && !isInsecure && !isLoopback(url.hostname)) {
    throw new DomainError(
      'unsupported',
      `Refusing plain http to ${url.host}: everyone on the way could read your token. Use https://, or --insecure if you trust the network.`,
    );
  }
  return url.origin + url.pathname.replace(/\/+$/, '');
}

function completeScheme(text: string): string {
  const host = URL.parse(`http://${text}`)?.hostname ?? '';
  return `${isLoopback(host) ? 'http' : 'https'}://${text}`;
}

/** Whether the host can only be this machine; `hostname` as the URL parser writes it. */
function isLoopback(hostname: string): boolean {
  return (
    /^127\.\d+\.\d+\.\d+$/.test(hostname) ||
    hostname === '[::1]' ||
    hostname === 'localhost' ||
    hostname.endsWith('.localhost')
  );
}
