// Sends the mail that greets a new account.

import { type Accounts, sendWelcomeMail } from '../accounts/index.ts';
import { perform } from '../jobs/index.ts';
import type { Mailer } from '../mail/index.ts';

export function performWelcomeMail(deps: {
  accounts: Accounts;
  mailer: Mailer;
  publicUrl: string;
}) {
  const { accounts, mailer, publicUrl } = deps;
  return perform(sendWelcomeMail, async ({ userId }, job) => {
    const contact = await accounts.findContact(userId);
    // Deleted in the meantime: nobody is left to greet.
    if (!contact) return;
    await mailer.send({
      to: contact.email,
      subject: 'Welcome to Parley',
      text: [
        `Hello ${contact.username},`,
        '',
        `your account on ${publicUrl} is ready.`,
        '',
        'Open the client and say hello in #lobby:',
        '',
        `    tui login --server ${publicUrl} --username ${contact.username}`,
        '',
      ].join('\n'),
      messageId: `welcome-${job.id}-${userId}@parley`,
    });
  });
}
