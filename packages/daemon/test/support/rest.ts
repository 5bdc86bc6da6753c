// REST as a script would call it: a method, a path, what came back.

export interface RestAnswer {
  status: number;
  headers: Headers;
  data: unknown;
  meta: unknown;
  error: {
    code: string;
    message: string;
    fields?: Record<string, string[]>;
    current?: unknown;
    requestId: string;
  };
  text: string;
}

export interface RestOptions {
  token?: string | undefined;
  /** Sent as JSON; text goes as it is. */
  body?: unknown;
  headers?: Record<string, string>;
}

export type Rest = (method: string, path: string, options?: RestOptions) => Promise<RestAnswer>;

/** Paths are below `/api/v1`, unless they begin with `/api`. */
export function createRest(url: string): Rest {
  return async (method, path, { token, body, headers = {} } = {}) => {
    const response = await fetch(url + (path.startsWith('/api') ? path : `/api/v1${path}`), {
      method,
      redirect: 'manual',
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(token && { authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const { data, meta, error } = text.startsWith('{') ? JSON.parse(text) : {};
    return { status: response.status, headers: response.headers, data, meta, error, text };
  };
}

/** The relations of a `Link` header, with their paths. */
export function readLinks(answer: RestAnswer): Record<string, string> {
  const links = (answer.headers.get('link') ?? '').matchAll(/<([^>]+)>; rel="(\w+)"/g);
  return Object.fromEntries([...links].map(([, path, rel]) => [rel!, path!]));
}
