// Mail over SMTP.

import { createTransport } from 'nodemailer';
import type { Mailer } from './mail.ts';

/** @param url `smtp://user:password@host:port` or `smtps://…` */
export function connectSmtp(options: { url: string; from: string }): Mailer {
  const transport = createTransport(options.url, {
    from: options.from,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send(mail) {
      await transport.sendMail({ ...mail, messageId: `<${mail.messageId}>` });
    },
    async close() {
      transport.close();
    },
  };
}
