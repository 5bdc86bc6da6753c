// What is wrong with a value, as a person says it: the wire's names of fields are nobody's words here.

import { type FieldErrors, summarizeFields } from '@parley/shared/errors';

const names: ReadonlyMap<string, string> = new Map([
  ['username', 'the name'],
  ['usernames', 'the names'],
  ['email', 'the e-mail address'],
  ['slug', 'the name of the room'],
  ['name', 'the title of the room'],
  ['words', 'each of the words'],
  ['body', 'the text'],
  ['text', 'the text'],
  ['topic', 'the topic'],
  ['reason', 'the reason'],
  ['emoji', 'the emoji'],
  ['query', 'what is looked for'],
  ['sendAt', 'the time'],
  ['publishAt', 'the time'],
  ['until', 'the time'],
  ['quietUntil', 'the time'],
  ['expiresAt', 'the end'],
  ['maxUses', 'the number of people'],
  ['retentionDays', 'how long messages are kept'],
  ['slowModeSeconds', 'the pause between messages'],
  ['replyTo', 'what it answers'],
  ['parentId', 'what it answers'],
  ['threadId', 'the first message of the thread'],
  ['messageId', 'the message'],
  ['code', 'the link'],
]);

/** Sentences that say more without the field's name than behind it. */
const phrases: readonly (readonly [RegExp, string])[] = [
  [/^is nobody here: (.+)$/u, 'nobody here is called $1'],
  [/^is nobody here$/u, 'nobody here has that name'],
  [/^names nobody: (.+)$/u, 'nobody is called $1'],
  [/^is not in this room: (.+)$/u, '$1 is not in this room'],
  [/^is you$/u, 'that is you'],
  [/^must name somebody else$/u, 'it takes somebody else'],
];

/** The summary of the fields in a person's words; any other message as it is. */
export function sayFields(message: string, fields: FieldErrors): string {
  const entries = Object.entries(fields);
  if (entries.length === 0 || message !== summarizeFields(fields)) return message;
  const said = entries.flatMap(([field, sentences]) =>
    sentences.map((sentence) => sayField(field, sentence)),
  );
  return `${[...new Set(said)].join('; ').replace(/^./u, (first) => first.toUpperCase())}.`;
}

function sayField(field: string, sentence: string): string {
  for (const [pattern, said] of phrases)
    if (pattern.test(sentence)) return sentence.replace(pattern, said);
  // Of a list the one that is wrong has a number, which nobody wrote.
  const whole = field.replace(/\.\d+$/u, '');
  return field === '' ? sentence : `${names.get(whole) ?? whole} ${sentence}`;
}
