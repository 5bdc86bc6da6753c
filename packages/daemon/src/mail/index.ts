// The mail's door.

export type { Mail, Mailer } from './mail.ts';
export { openMailbox } from './mailbox.ts';
export { connectSmtp } from './smtp.ts';
