// Mail over SMTP.

import { createTransport } from 'nodemailer';
import type { Mailer } from './mail.ts';

const silenceMs = 20_000;

/** @param url `smtp://user:password@host:port` or `smtps://…` */
export function connectSmtp(options: { url: string; from: string }): Mailer {
  const transport = createTransport(
    {
      url: options.url,
      // A server that takes the call and says nothing would hold a worker for ten minutes.
      connectionTimeout: silenceMs,
      greetingTimeout: silenceMs,
      socketTimeout: silenceMs,
      disableFileAccess: true,
      disableUrlAccess: true,
    },
    { from: options.from },
  );
  return {
    async send(mail) {
      await transport.sendMail({ ...mail, messageId: `<${mail.messageId}>` });
    },
    async close() {
      transport.close();
    },
  };
}
