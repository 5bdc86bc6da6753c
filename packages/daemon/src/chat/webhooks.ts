// Incoming webhooks: addresses that other programs post to a room through, each as a bot of its own.

import { createHash, randomBytes } from 'node:crypto';
import { sendMessageInput } from '@parley/shared/chat';
import { DomainError, invalidField, invalidFields, toFieldErrors } from '@parley/shared/errors';
import { limits } from '@parley/shared/limits';
import type { CreateWebhookInput, CreateWebhookResult, WebhookView } from '@parley/shared/webhooks';
import { sql as fragment } from 'drizzle-orm';
import {
  type BotKeeping,
  requireUser,
  type Scope,
  takenBotName,
  type UserScope,
} from '../accounts/index.ts';
import { explainConstraints, type Transaction } from '../repo/index.ts';
import type { Access } from './access.ts';
import type { ChatDeps } from './chat.ts';
import type { Entrance } from './entrance.ts';
import type { Messages } from './messages.ts';
import { roomWebhooks } from './tables.ts';

/** Who posts through a webhook, and where. */
export interface WebhookCaller {
  readonly scope: UserScope;
  readonly webhookId: string;
  readonly roomId: string;
}

export interface Webhooks {
  /** The token is answered this once. Its bot, `NAME-bot`, comes into the room. */
  createWebhook(scope: Scope, input: CreateWebhookInput): Promise<CreateWebhookResult>;
  listWebhooks(scope: Scope, ref: string): Promise<WebhookView[]>;
  /** Its bot leaves the room; what it said stays. */
  revokeWebhook(scope: Scope, id: string): Promise<void>;
  /** Null for a token that leads nowhere. */
  findWebhook(token: string, address: string): Promise<WebhookCaller | null>;
  /** Posts as the webhook's bot; with the same key again nothing is stored. */
  postByWebhook(
    caller: WebhookCaller,
    message: { body: string; key: string | null },
  ): Promise<void>;
}

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();
const touchMs = 60_000;

export function createWebhooks(
  { repo, clock, ids, audit }: ChatDeps,
  parts: { access: Access; entrance: Entrance; bots: BotKeeping } & Pick<Messages, 'sendMessage'>,
): Webhooks {
  const { sql } = repo;
  const { access, entrance, bots, sendMessage } = parts;

  async function listWebhooks(roomId: string, id: string | null): Promise<WebhookView[]> {
    const rows = await sql<
      (Omit<WebhookView, 'createdAt' | 'lastUsedAt'> & {
        createdAt: Date;
        lastUsedAt: Date | null;
      })[]
    >`
      select w.id,
        json_build_object('id', b.id, 'username', b.username, 'displayName', b.display_name) as bot,
        json_build_object('id', c.id, 'username', c.username, 'displayName', c.display_name)
          as creator,
        w.created_at as "createdAt", w.last_used_at as "lastUsedAt"
      from room_webhooks w join users b on b.id = w.bot_id join users c on c.id = w.creator_id
      where w.room_id = ${roomId} and w.revoked_at is null and (${id}::uuid is null or w.id = ${id})
      order by w.created_at desc`;
    return rows.map(({ createdAt, lastUsedAt, ...row }) => ({
      ...row,
      createdAt: createdAt.toISOString(),
      lastUsedAt: lastUsedAt?.toISOString() ?? null,
    }));
  }

  /** The bot of a webhook that this room had under the name takes up its work again. */
  async function findFormer(roomId: string, username: string): Promise<string | null> {
    const [former] = await sql<{ botId: string }[]>`
      select w.bot_id as "botId" from room_webhooks w join users u on u.id = w.bot_id
      where w.room_id = ${roomId} and u.username = ${username} and u.suspended_at is null
      group by w.bot_id having bool_and(w.revoked_at is not null)`;
    return former?.botId ?? null;
  }

  /** @throws invalid before anything is stored. */
  async function requireWelcome(
    tx: Transaction,
    { roomId, botId, username }: { roomId: string; botId: string; username: string },
  ): Promise<void> {
    const bans = await tx.execute(fragment`
      select 1 from room_bans where room_id = ${roomId} and user_id = ${botId}
        and (until is null or until > ${clock.now().toISOString()})`);
    if (bans.length === 0) return;
    throw invalidField(
      'name',
      `is that of @${username}, which is banned from this room; lift the ban first`,
    );
  }

  return {
    async createWebhook(scope, { room: ref, name }) {
      const { room, user } = await access.authorize(scope, 'manage_webhooks', ref);
      if ((await listWebhooks(room.id, null)).length >= limits.webhooksPerRoom) {
        throw new DomainError('limited', 'This room has many webhooks already; revoke some first.');
      }
      const username = `${name}-bot`;
      const former = await findFormer(room.id, username);
      const token = `hook_${randomBytes(32).toString('base64url')}`;
      const id = ids.uuid();
      const botId = await explainConstraints(
        {
          ...takenBotName('name'),
          room_webhooks_bot_key: { field: 'name', message: 'has already been taken' },
        },
        repo.transact(async (tx) => {
          if (former) await requireWelcome(tx, { roomId: room.id, botId: former, username });
          const bot = former ?? (await bots.addBot(tx, { username, displayName: name })).id;
          await tx.insert(roomWebhooks).values({
            id,
            roomId: room.id,
            botId: bot,
            creatorId: user.id,
            hash: hashOf(token),
            createdAt: clock.now(),
          });
          await audit.record(tx, scope, {
            action: 'chat.create_webhook',
            subject: `room:${room.id}`,
            detail: { webhookId: id, username },
          });
          return bot;
        }),
      );
      const bot = await bots.readBotScope(botId, '');
      // Banned in this moment, it is as one that is banned later: it is there, and says nothing.
      if (bot) await entrance.enter(room.id, bot.user).catch(ignoreForbidden);
      const [view] = await listWebhooks(room.id, id);
      return { ...view!, token, path: `/hooks/${token}` };
    },

    async listWebhooks(scope, ref) {
      const { room } = await access.authorize(scope, 'manage_webhooks', ref);
      return listWebhooks(room.id, null);
    },

    async revokeWebhook(scope, id) {
      requireUser(scope);
      const [webhook] = await sql<{ roomId: string; botId: string }[]>`
        select room_id as "roomId", bot_id as "botId" from room_webhooks
        where id = ${id} and revoked_at is null`;
      if (!webhook) throw noSuchWebhook();
      await access.authorize(scope, 'manage_webhooks', webhook.roomId).catch((error: unknown) => {
        throw error instanceof DomainError ? noSuchWebhook() : error;
      });
      await repo.transact(async (tx) => {
        const [revoked] = await tx.execute(fragment`
          update room_webhooks set revoked_at = ${clock.now().toISOString()}
          where id = ${id} and revoked_at is null returning 1`);
        if (!revoked) throw noSuchWebhook();
        await audit.record(tx, scope, {
          action: 'chat.revoke_webhook',
          subject: `room:${webhook.roomId}`,
          detail: { webhookId: id },
        });
      });
      const bot = await bots.readBotScope(webhook.botId, '');
      if (bot) await entrance.leave(webhook.roomId, bot.user);
    },

    async findWebhook(token, address) {
      if (!/^hook_[A-Za-z0-9_-]{43}$/.test(token)) return null;
      const now = clock.now();
      const [found] = await sql<
        { id: string; roomId: string; botId: string; lastUsedAt: Date | null }[]
      >`
        select id, room_id as "roomId", bot_id as "botId", last_used_at as "lastUsedAt"
        from room_webhooks where hash = ${hashOf(token)} and revoked_at is null`;
      const scope = found && (await bots.readBotScope(found.botId, address));
      if (!found || !scope) return null;
      if (!found.lastUsedAt || now.getTime() - found.lastUsedAt.getTime() > touchMs) {
        await sql`update room_webhooks set last_used_at = ${now} where id = ${found.id}`;
      }
      return { scope, webhookId: found.id, roomId: found.roomId };
    },

    async postByWebhook({ scope, webhookId, roomId }, { body, key }) {
      const unique =
        key === null ? ids.uuid() : hashOf(`${webhookId} ${key}`).toString('base64url');
      const input = { room: roomId, body, clientId: `hook-${unique}` };
      const parsed = sendMessageInput.safeParse(input);
      if (!parsed.success) throw invalidFields(toFieldErrors(parsed.error), parsed.error);
      await sendMessage(scope, parsed.data);
    },
  };
}

function ignoreForbidden(error: unknown): void {
  if (!(error instanceof DomainError) || error.code !== 'forbidden') throw error;
}

function noSuchWebhook(): DomainError {
  return new DomainError('not_found', 'There is no such webhook.');
}
