// The local mailbox: one `.eml` file per mail under the data directory.

import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import type { Clock } from '../telemetry/index.ts';
import type { Mailer } from './mail.ts';

export async function openMailbox(options: {
  directory: string;
  from: string;
  clock: Clock;
}): Promise<Mailer> {
  const { directory, from, clock } = options;
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'unix' });
  return {
    async send(mail) {
      const date = clock.now();
      const messageId = `<${mail.messageId}>`;
      const { message } = await transport.sendMail({
        ...mail,
        messageId,
        from,
        date,
        disableFileAccess: true,
        disableUrlAccess: true,
      });
      // Named after the message id: the same mail sent again replaces itself.
      const path = join(directory, `${mail.messageId.replace(/[^\w.@-]/g, '_')}.eml`);
      const partial = `${path}.partial`;
      await writeFile(partial, message as Buffer, { mode: 0o600 });
      await rename(partial, path);
    },
    async close() {
      transport.close();
    },
  };
}
