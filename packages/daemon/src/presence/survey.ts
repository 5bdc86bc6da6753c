// A question to all daemons that live, answered by each within a bound.
//
// The asker knows from presence who lives. It broadcasts the question; each daemon answers on the same topic, in
// parts small enough for the bus. Answers are complete or not: a daemon of which a part is missing when the time
// is over has not answered. The question is repeated once to those, since the bus may have lost something.

import { defineTopic, type PubSub } from '../pubsub/index.ts';
import type { Clock, Ids, Timer } from '../telemetry/index.ts';
import type { Presence } from './presence.ts';
import { splitBySize } from './replica.ts';

/** A daemon that has not answered by then is said not to. */
export const surveyMs = 2_000;
/** Well under what the bus takes by value. */
const messageBytes = 6_000;

type Message<Question, Item> =
  | {
      type: 'ask';
      id: string;
      node: string;
      /** 1, and 2 when it is put again. */
      round: number;
      /** Null: of all. */
      of: string[] | null;
      question: Question;
    }
  | {
      type: 'answer';
      id: string;
      node: string;
      round: number;
      part: number;
      parts: number;
      total: number;
      items: Item[];
    };

/** What one daemon answered. */
export interface SurveyAnswer<Item> {
  node: string;
  /** False: it lives, as far as is known, and did not answer in time; of its items some may be here. */
  hasAnswered: boolean;
  items: readonly Item[];
  /** How many it has: of very many not all are told. */
  total: number;
}

export interface Survey<Question, Item> {
  /** What this daemon answers from now on; nothing before. */
  answerWith(answer: (question: Question) => readonly Item[]): void;
  /** The first answer is this daemon's own. */
  ask(question: Question): Promise<SurveyAnswer<Item>[]>;
  stop(): void;
}

interface Collected<Item> {
  round: number;
  total: number;
  parts: number;
  items: Map<number, readonly Item[]>;
}

interface Poll<Item> {
  answers: Map<string, Collected<Item>>;
  check(): void;
  end(): void;
}

export function createSurvey<Question, Item>(
  name: string,
  options: {
    presence: Pick<Presence, 'node' | 'listPeers'>;
    pubsub: PubSub;
    clock: Clock;
    ids: Ids;
    /** Of more only the first are told. */
    mostItems: number;
  },
): Survey<Question, Item> {
  const { presence, pubsub, clock, ids, mostItems } = options;
  const { node } = presence;
  const topic = defineTopic<Message<Question, Item>>(`survey.${name}`);
  const polls = new Map<string, Poll<Item>>();
  let answer: (question: Question) => readonly Item[] = () => [];

  function reply({ id, round, question }: { id: string; round: number; question: Question }): void {
    const all = answer(question);
    const lists = splitBySize(all.slice(0, mostItems), messageBytes);
    for (const [part, items] of lists.entries()) {
      const place = { part, parts: lists.length, total: all.length };
      pubsub.publish(topic, { type: 'answer', id, node, round, ...place, items });
    }
  }

  const unsubscribe = pubsub.subscribe(topic, (message) => {
    if (message.node === node) return;
    if (message.type === 'ask') {
      if (message.of === null || message.of.includes(node)) reply(message);
      return;
    }
    const poll = polls.get(message.id);
    if (!poll) return;
    const { round, total, parts, part, items } = message;
    const known = poll.answers.get(message.node);
    // Parts of one answer belong together: asked again, a daemon may have other items.
    if (known && (known.round > round || (known.round < round && isComplete(known)))) return;
    const collected = known?.round === round ? known : { round, total, parts, items: new Map() };
    collected.items.set(part, items);
    poll.answers.set(message.node, collected);
    poll.check();
  });

  /** Resolves once all have answered, or the time is over. */
  async function poll(question: Question): Promise<Map<string, Collected<Item>>> {
    const id = ids.uuid();
    const answers = new Map<string, Collected<Item>>();
    const findSilent = () => presence.listPeers().filter((peer) => !isComplete(answers.get(peer)));
    const { promise, resolve } = Promise.withResolvers<void>();
    const check = () => {
      if (findSilent().length === 0) resolve();
    };
    const timers: Timer[] = [
      clock.setTimeout(() => {
        check();
        const of = findSilent();
        pubsub.publish(topic, { type: 'ask', id, node, round: 2, of, question });
      }, surveyMs / 2),
      clock.setTimeout(resolve, surveyMs),
    ];
    polls.set(id, { answers, check, end: resolve });
    pubsub.publish(topic, { type: 'ask', id, node, round: 1, of: null, question });
    check();
    await promise;
    polls.delete(id);
    for (const timer of timers) timer.cancel();
    return answers;
  }

  return {
    answerWith(given) {
      answer = given;
    },
    async ask(question) {
      const own = answer(question);
      const answers = await poll(question);
      const nodes = new Set([...presence.listPeers(), ...answers.keys()]);
      return [
        { node, hasAnswered: true, items: own.slice(0, mostItems), total: own.length },
        ...[...nodes].sort().map((peer): SurveyAnswer<Item> => {
          const collected = answers.get(peer);
          return {
            node: peer,
            hasAnswered: isComplete(collected),
            items: collected ? inOrder(collected) : [],
            total: collected?.total ?? 0,
          };
        }),
      ];
    },
    stop() {
      unsubscribe();
      for (const { end } of polls.values()) end();
    },
  };
}

function isComplete(collected: Collected<unknown> | undefined): boolean {
  return collected !== undefined && collected.items.size === collected.parts;
}

function inOrder<Item>({ items }: Collected<Item>): Item[] {
  return [...items].sort(([a], [b]) => a - b).flatMap(([, part]) => part);
}
