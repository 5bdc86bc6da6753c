// Mail: the interface, and what a mail is.

export interface Mail {
  /** One checked address. */
  to: string;
  subject: string;
  /** Plain text only: nothing in a mail of ours is ever HTML. */
  text: string;
  /** Made from the job's id, so that a retried job does not make a second mail in a mailbox. */
  messageId: string;
}

export interface Mailer {
  send(mail: Mail): Promise<void>;
  close(): Promise<void>;
}
