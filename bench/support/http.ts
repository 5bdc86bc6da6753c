// One connection, one request after another, as a script would ask.

import { Agent, get } from 'node:http';

export interface Line {
  /** @throws for any status but 200. */
  fetch(url: string, token?: string): Promise<string>;
  close(): void;
}

export function openLine(): Line {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return {
    fetch: (url, token) =>
      new Promise((resolve, reject) => {
        const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
        get(url, { agent, headers }, (response) => {
          let text = '';
          response.setEncoding('utf8');
          response.on('data', (chunk: string) => {
            text += chunk;
          });
          response.on('end', () => {
            if (response.statusCode === 200) resolve(text);
            else reject(new Error(`${url}: ${response.statusCode} ${text.slice(0, 300)}`));
          });
        }).on('error', reject);
      }),
    close: () => agent.destroy(),
  };
}
