// Versions of the API: by path (`/api/v1`), or by the `Accept` header on `/api`.

import { DomainError } from '@parley/shared/errors';

export const apiVersion = 'v1';
export const apiBase = `/api/${apiVersion}`;
export const vendorType = `application/vnd.parley.${apiVersion}+json`;

/**
 * The media type to answer with.
 * @throws not_acceptable when only versions are asked for that there are not.
 */
export function negotiateType(accept = ''): string {
  const wanted = accept.split(',').map((part) => part.split(';')[0]!.trim().toLowerCase());
  if (wanted.includes(vendorType)) return vendorType;
  const unknown = wanted.find((type) => type.startsWith('application/vnd.parley.'));
  const isPlainFine = wanted.some((type) =>
    ['application/json', 'application/*', '*/*'].includes(type),
  );
  if (unknown !== undefined && !isPlainFine) {
    throw new DomainError(
      'not_acceptable',
      `There is no ${unknown.slice(0, 100)}; ask for ${vendorType}.`,
    );
  }
  return 'application/json';
}

/** What to say about a path that leads nowhere. */
export function explainPath(url: string): string | undefined {
  const asked = /^\/api\/(v\d{1,9})(?:[/?]|$)/.exec(url)?.[1];
  return asked && asked !== apiVersion
    ? `There is no version ${asked} of this API; there is ${apiVersion}.`
    : undefined;
}
