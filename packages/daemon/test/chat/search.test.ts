// Searching messages: what is found, by whom, and what hostile queries get.

import { fc, test as propertyTest } from '@fast-check/vitest';
import { searchMessagesInput } from '@parley/shared/message-search';
import { describe, expect, test } from 'vitest';
import { chatBackfills } from '../../src/chat/index.ts';
import { parseMessageQuery } from '../../src/chat/search-query.ts';
import { createWorld, type World } from '../support/world.ts';

type Person = Awaited<ReturnType<World['signUp']>>;

const send = async (
  world: World,
  { scope }: Person,
  body: string,
  more: { room?: string; replyTo?: string; threadId?: string } = {},
) => {
  const clientId = `c${world.ids.uuid()}`;
  return world.chat.sendMessage(scope, { room: 'lobby', body, clientId, ...more });
};
const settle = async ({ chat }: World) => {
  while ((await chat.indexMessages()) > 0);
};
/** The words found, newest first. */
const find = async (world: World, { scope }: Person, query: string, room?: string) => {
  await settle(world);
  const { items } = await world.chat.searchMessages(scope, { query, ...(room && { room }) });
  return items.map(({ message }) => message.body);
};

test('words, phrases and what is left out are found newest first, in the form one wrote them or another', async () => {
  await using world = await createWorld();
  const ada = await world.signUp('ada');
  for (const body of ['deploying the server', 'the server deploys', 'no tulips', 'red tulips']) {
    await send(world, ada, body);
  }
  expect(await find(world, ada, 'deploy server')).toEqual([
    'the server deploys',
    'deploying the server',
  ]);
  expect(await find(world, ada, '"deploying the server"')).toEqual(['deploying the server']);
  expect(await find(world, ada, 'tulips -red')).toEqual(['no tulips']);
  expect(await find(world, ada, 'red or server -deploys')).toEqual(['red tulips', ...[]]);
  expect(await find(world, ada, 'nothing')).toEqual([]);
  expect(await find(world, ada, 'the')).toEqual([]);
});

test('operators narrow by author, room, talk, day and link', async () => {
  await using world = await createWorld();
  const [ada, bob] = [await world.signUp('ada'), await world.signUp('bob')];
  await world.chat.createRoom(ada.scope, { slug: 'dev', visibility: 'public' });
  await world.chat.updateRoom(ada.scope, { room: 'dev', slug: 'work' });
  const direct = await world.chat.openDirect(ada.scope, ['bob']);
  await send(world, ada, 'tea at https://example.org/tea');
  await send(world, bob, 'tea from bob');
  await send(world, ada, 'tea at work', { room: 'work' });
  await send(world, bob, 'tea for two', { room: direct });
  expect(await find(world, ada, 'tea from:@Bob')).toEqual(['tea for two', 'tea from bob']);
  expect(await find(world, ada, 'from:bob in:#lobby')).toEqual(['tea from bob']);
  expect(await find(world, ada, 'tea in:work')).toEqual(['tea at work']);
  expect(await find(world, ada, 'tea in:dev')).toEqual(['tea at work']);
  expect(await find(world, ada, 'tea in:@bob')).toEqual(['tea for two']);
  expect(await find(world, ada, 'in:work in:@bob')).toEqual(['tea for two', 'tea at work']);
  const cyd = await world.signUp('cyd');
  const group = await world.chat.openDirect(ada.scope, ['bob', 'cyd']);
  await send(world, cyd, 'tea for three', { room: group });
  expect(await find(world, ada, 'tea in:@bob')).toEqual(['tea for two']);
  expect(await find(world, ada, 'tea in:@Cyd,@bob')).toEqual(['tea for three']);
  for (const [query, why] of [
    ['tea from:nosuch', 'has from:@nosuch: there is nobody called @nosuch'],
    ['tea in:#nosuch', 'has in:#nosuch: there is no such room'],
    ['tea in:@cyd', 'has in:@cyd: you have no such talk'],
    ['tea in:@bob,@nosuch', 'has in:@bob,@nosuch: there is nobody called @nosuch'],
    ['tea in:@bob,', 'has in:@bob,: write the people of the talk like in:@ada,@bob'],
  ]) {
    await expect(find(world, ada, query!)).rejects.toMatchObject({
      code: 'invalid',
      fields: { query: [why] },
    });
  }
  expect(await find(world, ada, 'has:link')).toEqual(['tea at https://example.org/tea']);
  expect(await find(world, ada, 'tea', 'work')).toEqual(['tea at work']);
  expect(await find(world, ada, 'tea in:lobby', 'work')).toEqual([]);
  expect(await find(world, ada, 'tea before:2020-01-01')).toEqual([]);
  expect(await find(world, ada, 'tea after:9999-01-01')).toEqual([]);
  expect(await find(world, ada, 'tea after:2020-01-01 before:9999-01-01')).toHaveLength(5);
});

test('pages go on where they ended, none twice and none missed, though messages come between', async () => {
  await using world = await createWorld();
  const ada = await world.signUp('ada');
  for (let number = 1; number <= 7; number += 1) await send(world, ada, `tea ${number}`);
  await settle(world);
  const found: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await world.chat.searchMessages(ada.scope, { query: 'tea', cursor, perPage: 3 });
    found.push(...page.items.map(({ message }) => message.body));
    cursor = page.nextCursor ?? undefined;
    await send(world, ada, 'tea too late');
    await settle(world);
  } while (cursor !== undefined);
  expect(found).toEqual([7, 6, 5, 4, 3, 2, 1].map((number) => `tea ${number}`));
  await expect(
    world.chat.searchMessages(ada.scope, { query: 'tea', cursor: 'x' }),
  ).rejects.toMatchObject({ code: 'invalid' });
});

test('found words are marked, and nobody forges the marks', async () => {
  await using world = await createWorld();
  const ada = await world.signUp('ada');
  await send(world, ada, 'a \u0002forged\u0003 tea');
  await settle(world);
  const { items } = await world.chat.searchMessages(ada.scope, { query: 'tea' });
  expect(items[0]!.snippet).toBe('a forged \u0002tea\u0003');
  expect(items[0]).toMatchObject({ room: { slug: 'lobby' }, message: { seq: 1 } });
});

test('an edit is found by its new words only, a deleted message by nothing, at once', async () => {
  await using world = await createWorld();
  const ada = await world.signUp('ada');
  const { id } = await send(world, ada, 'secret tea');
  const gone = await send(world, ada, 'more secret tea');
  await settle(world);
  await world.chat.editMessage(ada.scope, { id, body: 'open tea' });
  await world.chat.deleteMessage(ada.scope, gone.id);
  const search = async (query: string) =>
    (await world.chat.searchMessages(ada.scope, { query })).items.map(({ message }) => message.id);
  expect(await search('secret')).toEqual([]);
  expect(await search('tea')).toEqual([id]);
  expect(await find(world, ada, 'open')).toEqual(['open tea']);
  expect(await find(world, ada, 'secret')).toEqual([]);
  const rows = await world.repo.sql`select words::text from message_words`;
  expect(rows.map(({ words }) => words)).toEqual(["'open':1 'tea':2"]);
});

describe('row 43: what one may not see is found by nobody', () => {
  test('a term only in a private room or a talk of others: no hits by words, room, author or day', async () => {
    await using world = await createWorld();
    const [ada, bob, eve] = [
      await world.signUp('ada'),
      await world.signUp('bob'),
      await world.signUp('eve'),
    ];
    await world.chat.createRoom(ada.scope, { slug: 'vault', visibility: 'private' });
    const direct = await world.chat.openDirect(ada.scope, ['bob']);
    const { id } = await send(world, ada, 'zanzibar', { room: 'vault' });
    await send(world, bob, 'zanzibar', { room: direct });
    expect(await find(world, ada, 'zanzibar')).toHaveLength(2);
    expect(await find(world, bob, 'zanzibar')).toHaveLength(1);
    for (const query of [
      'zanzibar',
      'from:ada',
      'from:bob after:2020-01-01',
      'has:link or zanzibar',
      '-nothing',
    ]) {
      const page = await world.chat.searchMessages(eve.scope, { query });
      expect(page).toEqual({ items: [], nextCursor: null });
    }
    // An operator that leads to what one may not see leads nowhere, in the same words.
    const nowhere = world.ids.uuid();
    for (const [operator, absent] of [
      ['in:vault', 'in:nowhere'],
      ['in:#VAULT', 'in:#nowhere'],
      [`in:${direct}`, `in:${nowhere}`],
      [`in:${(await world.chat.getRoom(ada.scope, direct)).slug}`, 'in:dm:nowhere'],
    ] as const) {
      const refusal = async (query: string) => {
        const searching = world.chat.searchMessages(eve.scope, { query });
        const { code, message } = await searching.then(
          () => ({ code: 'found', message: '' }),
          (error) => error,
        );
        return [code, message.replace(/in:#\S+/, '…')];
      };
      expect(await refusal(operator)).toEqual(['invalid', 'query has … there is no such room']);
      expect(await refusal(operator)).toEqual(await refusal(absent));
    }
    for (const query of ['in:@ada', 'in:@bob zanzibar', 'in:@ada,@bob']) {
      await expect(world.chat.searchMessages(eve.scope, { query })).rejects.toMatchObject({
        fields: { query: [expect.stringContaining('you have no such talk')] },
      });
    }
    // A room that there is not and one that one may not see answer alike.
    const refusals = await Promise.all(
      ['vault', 'nowhere'].map((room) =>
        world.chat
          .searchMessages(eve.scope, { query: 'zanzibar', room })
          .catch(({ code, message }) => [code, message.replace(room, '…')]),
      ),
    );
    expect(refusals[0]).toEqual(refusals[1]);
    await world.chat.inviteMember(ada.scope, { room: 'vault', username: 'eve' });
    // This room does not show its past to newcomers.
    expect(await find(world, eve, 'zanzibar')).toEqual([]);
    await send(world, ada, 'zanzibar again', { room: 'vault', replyTo: id });
    await settle(world);
    const { items } = await world.chat.searchMessages(eve.scope, { query: 'zanzibar' });
    expect(items).toMatchObject([{ message: { body: 'zanzibar again', quote: null } }]);
    await world.chat.removeMember(ada.scope, { room: 'vault', username: 'eve' });
    expect(await find(world, eve, 'zanzibar')).toEqual([]);
  });

  test('a message that left the room with its purge is found by nobody', async () => {
    await using world = await createWorld();
    const ada = await world.signUp('ada');
    await send(world, ada, 'old tea');
    await send(world, ada, 'older tea');
    await settle(world);
    await world.repo.sql`update messages set created_at = now() - interval '40 days'`;
    await world.chat.updateRoom(ada.scope, { room: 'lobby', retentionDays: 30 });
    expect(await world.chat.purgeMessages()).toBe(2);
    expect(await find(world, ada, 'tea')).toEqual([]);
    expect(await world.repo.sql`select 1 from message_words`).toHaveLength(0);
  });
});

describe('row 44: hostile queries', () => {
  const hostile = [
    "' OR 1=1--",
    ':*',
    '(((',
    '%_',
    '&|!<->',
    '"',
    '-"',
    '""',
    '- - -',
    '\\',
    "$1 ' ; drop table messages; --",
    'a:*&b',
    '\u202e\u200b',
    '🎉',
    'or or or',
    `${'x '.repeat(127)}`,
  ];
  test('are words like others: no error, no row that is not asked for', async () => {
    await using world = await createWorld();
    const ada = await world.signUp('ada');
    await send(world, ada, 'nothing of the kind');
    await settle(world);
    for (const query of hostile) {
      const { items } = await world.chat.searchMessages(ada.scope, { query });
      expect(items.length).toBeLessThanOrEqual(1);
    }
  });

  test('that are too long, or that no database could hold, are refused before anything else', () => {
    for (const query of ['x'.repeat(10_240), 'a\u0000b', 'a\ud800', ' ', '']) {
      expect(searchMessagesInput.safeParse({ query }).success).toBe(false);
    }
  });

  propertyTest.prop([fc.string({ unit: 'binary', maxLength: 80 })])(
    'are read, or refused with the reason',
    (query) => {
      try {
        expect(parseMessageQuery(query).words.length).toBeLessThanOrEqual(query.length);
      } catch (error) {
        expect(error).toMatchObject({ code: 'invalid', fields: { query: [expect.any(String)] } });
      }
    },
  );

  test.each([
    'before:yesterday',
    'after:2026-02-31',
    'before:0000-01-01',
    'after:2026-1-1',
    'has:teeth',
    'from:',
    '-from:bob',
  ])('%s is refused, and what it should be is said', (query) => {
    expect(() => parseMessageQuery(query)).toThrow(/^query has /);
  });

  test('that take too long are unavailable, not an error of ours', async () => {
    await using world = await createWorld();
    const ada = await world.signUp('ada');
    await send(world, ada, 'tea');
    await settle(world);
    const { promise: isLocked, resolve: locked } = Promise.withResolvers<void>();
    const { promise: isDone, resolve: finish } = Promise.withResolvers<void>();
    const lock = world.repo.sql.begin(async (tx) => {
      await tx`lock table message_words in access exclusive mode`;
      locked();
      await isDone;
    });
    await isLocked;
    await expect(world.chat.searchMessages(ada.scope, { query: 'tea' })).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('rarer words'),
    });
    finish();
    await lock;
  });
});

test('words are found with and without their accents, whatever form they come in, and shown as written', async () => {
  await using world = await createWorld();
  const ada = await world.signUp('ada');
  const decomposed = 'caf\u0065\u0301 noir';
  const bodies = ['Le Café Français', 'a cafe', decomposed, 'ŁÓDŹ straße 9', 'co\u0302te2 漢字'];
  for (const body of bodies) await send(world, ada, body);
  for (const query of ['cafe', 'CAFÉ', 'caf\u0065\u0301', 'cafés'])
    expect(await find(world, ada, query), query).toEqual([
      decomposed,
      'a cafe',
      'Le Café Français',
    ]);
  expect(await find(world, ada, '"cafe francais"')).toEqual(['Le Café Français']);
  expect(await find(world, ada, 'cafe -français')).toEqual([decomposed, 'a cafe']);
  expect(await find(world, ada, 'lodz strasse')).toEqual(['ŁÓDŹ straße 9']);
  expect(await find(world, ada, 'cote2')).toEqual(['co\u0302te2 漢字']);
  expect(await find(world, ada, '漢字')).toEqual(['co\u0302te2 漢字']);
  const { items } = await world.chat.searchMessages(ada.scope, { query: 'francais' });
  expect(items.map(({ snippet }) => snippet)).toEqual(['Le Café \u0002Français\u0003']);
});

test('what was indexed before accents were left out is found both ways once a backfill came by', async () => {
  await using world = await createWorld();
  const ada = await world.signUp('ada');
  const bodies = ['the café', 'plain tea', 'naïve tea', 'crème'];
  const sent = [];
  for (const body of bodies) sent.push(await send(world, ada, body));
  await settle(world);
  const { sql } = world.repo;
  await sql`
    update message_words w set words = to_tsvector('english', searchable(m.body))
    from messages m where m.id = w.message_id`;
  expect(await find(world, ada, 'cafe')).toEqual([]);
  const before = await sql`select xmin from message_words where message_id = ${sent[1]!.id}`;
  // One that was edited and is not indexed yet is the index's.
  await world.chat.editMessage(ada.scope, { id: sent[3]!.id, body: 'brûlée' });
  const [backfill] = chatBackfills(2);
  let position: string | null = null;
  do position = await world.repo.transact((tx) => backfill!.fill(tx, position));
  while (position !== null);
  const indexed = await sql`select 1 from message_words where words @@ 'creme' or words @@ 'brule'`;
  expect(indexed).toHaveLength(0);
  for (const query of ['cafe', 'café']) expect(await find(world, ada, query)).toEqual(['the café']);
  expect(await find(world, ada, 'naive')).toEqual(['naïve tea']);
  expect(await find(world, ada, 'brulee')).toEqual(['brûlée']);
  // Nothing is written where nothing changes.
  expect(await sql`select xmin from message_words where message_id = ${sent[1]!.id}`).toEqual(
    before,
  );
});

test('a rare word is looked up in the index of words, with accents and without', async () => {
  await using world = await createWorld();
  const ada = await world.signUp('ada');
  await send(world, ada, 'café');
  await settle(world);
  const { sql } = world.repo;
  await sql`
    insert into messages (id, room_id, seq, author_id, client_id, body, created_at)
    select gen_random_uuid(), room_id, n + 1, author_id, 'filler ' || n, 'filler', now()
    from messages, generate_series(1, 20000) n`;
  await sql`
    insert into message_words (message_id, room_id, author_id, seq, change, created_at, has_link, words)
    select id, room_id, author_id, seq, 0, created_at, false, to_tsvector('parley', 'word' || seq % 500)
    from messages where seq > 1`;
  await sql`analyze messages, message_words`;
  for (const query of ['cafe', 'café']) {
    const [row] = await sql`
      explain (format json) select message_id from message_words
      where words @@ websearch_to_tsquery('parley', searchable(${query}))`;
    expect(JSON.stringify(row)).toContain('message_words_index');
    expect(await find(world, ada, query)).toEqual(['café']);
  }
});

test('whoever indexes, and whenever one dies, every message is indexed once and as it is', async () => {
  await using world = await createWorld();
  const [ada, bob] = [await world.signUp('ada'), await world.signUp('bob')];
  await world.chat.createRoom(ada.scope, { slug: 'dev', visibility: 'public' });
  const work = Array.from({ length: 120 }, async (_, number) => {
    const room = number % 2 === 0 ? 'lobby' : 'dev';
    const { id } = await send(world, ada, `tea ${number}`, { room });
    if (number % 5 === 0) await world.chat.editMessage(ada.scope, { id, body: `mug ${number}` });
    if (number % 7 === 0) await world.chat.deleteMessage(ada.scope, id);
    if (number % 3 === 0) await world.chat.indexMessages();
  });
  await Promise.all(work);
  await settle(world);
  const wrong = await world.repo.sql`
    select m.body, w.words from messages m full join message_words w on w.message_id = m.id
    where (m.deleted_at is null) <> (w.message_id is not null)
      or (m.deleted_at is null
        and (w.words <> to_tsvector('parley', searchable(m.body)) or w.change <> m.change))`;
  expect([...wrong]).toEqual([]);
  expect(await find(world, bob, 'mug')).toHaveLength(20);
});
