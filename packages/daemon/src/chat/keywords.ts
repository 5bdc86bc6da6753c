// Keywords: the words and phrases that call one wherever others say them.

import { foldText } from '@parley/shared/keyword-match';
import type { KeywordView, SetKeywordsInput } from '@parley/shared/keywords';
import { sql } from 'drizzle-orm';
import { requireUser, type Scope } from '../accounts/index.ts';
import type { PubSub } from '../pubsub/index.ts';
import type { Repo } from '../repo/index.ts';
import { keywordTopic, userTopic } from './events.ts';
import type { KeywordFinder } from './keyword-finder.ts';

export interface Keywords {
  /** The caller's own, in the order in which they were named. */
  listKeywords(scope: Scope): Promise<KeywordView[]>;
  /**
   * These, and no others. Messages sent from then on call the caller as if they named them. Broadcasts
   * `keywords.changed` to the caller's devices.
   */
  setKeywords(scope: Scope, input: SetKeywordsInput): Promise<KeywordView[]>;
}

export function createKeywords(
  { repo, pubsub }: { repo: Repo; pubsub: PubSub },
  finder: Pick<KeywordFinder, 'settle'>,
): Keywords {
  return {
    async listKeywords(scope) {
      requireUser(scope);
      return repo.sql<KeywordView[]>`
        select word from keywords where user_id = ${scope.user.id} order by place`;
    },

    async setKeywords(scope, { words: given }) {
      requireUser(scope);
      const userId = scope.user.id;
      // The same one twice counts as it was written first.
      const kept = new Map(given.toReversed().map((word) => [foldText(word), word]));
      const folded = [...new Set(given.map(foldText))];
      const words = folded.map((one) => kept.get(one)!);
      const before = await repo.transact(async (tx) => {
        // One at a time per user: of two lists one holds, never half of each.
        await tx.execute(sql`select 1 from users where id = ${userId} for no key update`);
        const gone = await tx.execute<{ folded: string }>(
          sql`delete from keywords where user_id = ${userId} returning folded`,
        );
        await tx.execute(sql`
          insert into keywords (user_id, folded, word, place)
          select ${userId}::uuid, folded, word, place from unnest(
            ${sql.param(folded)}::text[], ${sql.param(words)}::text[]
          ) with ordinality as given(folded, word, place)`);
        return gone.map((row) => row.folded);
      });
      const touched = new Set([...before, ...folded]);
      if (touched.size > 0) pubsub.publish(keywordTopic, { words: [...touched] });
      pubsub.publish(userTopic(userId), { type: 'keywords.changed', words });
      // They are kept; should reading them fail, the next message tries again.
      await finder.settle().catch(() => {});
      return words.map((word) => ({ word }));
    },
  };
}
