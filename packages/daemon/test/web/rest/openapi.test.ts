// The OpenAPI document: it validates, says what the server does, and a client made from it works.

import type { PostView } from '@parley/shared/blog';
import { Validator } from '@seriousme/openapi-schema-validator';
import axios from 'axios';
import { type Document, OpenAPIClientAxios } from 'openapi-client-axios';
import { expect, test } from 'vitest';
import { planInput } from '../../../src/web/rest/schema.ts';
import { routes } from '../../../src/web/rest/table.ts';
import { createReferenceRouter, describeProcedure } from '../../../src/web/router.ts';
import { createRest } from '../../support/rest.ts';
import { createWebWorld } from '../../support/web.ts';

test('the document validates as OpenAPI 3.1, and no reference dangles', async () => {
  await using world = await createWebWorld();
  const response = await fetch(`${world.url}/api/v1/openapi.json`);
  const document = (await response.json()) as Document;
  const validator = new Validator();
  expect(await validator.validate(JSON.parse(JSON.stringify(document)))).toEqual({ valid: true });
  expect([validator.version, document.openapi]).toEqual(['3.1', '3.1.0']);
  const references = JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g);
  for (const [, path] of references) {
    const target = path!
      .split('/')
      .reduce<unknown>((at, key) => (at as Record<string, unknown>)?.[key], document);
    expect([path, typeof target]).toEqual([path, 'object']);
  }
});

test.each([
  'accounts: register login me getProfile',
  'blog: listPosts getPost createPost updatePost publishPost unpublishPost schedulePost deletePost',
  'blog: listRevisions getRevision restoreRevision rankPosts listTags searchPosts',
  'blog: listComments createComment updateComment deleteComment',
  'blog: markCommentsRead',
  'chat: listActivity markRead markUnread listKeywords setKeywords listPins pinMessage unpinMessage',
  'chat: scheduleMessage listScheduled updateScheduled cancelScheduled',
  'chat: listRooms getRoom createRoom joinRoom leaveRoom listMembers listMessages sendMessage',
  'chat: updateRoom archiveRoom countPurgeable setNotify findDirect openDirect',
  'chat: listThread followThread markThreadRead',
  'chat: inviteMember setMember removeMember listBans banMember unbanMember',
  'chat: listRoomInvites createRoomInvite revokeRoomInvite joinByInvite',
  'chat: listWebhooks createWebhook revokeWebhook',
])('these have their routes: %s', (line) => {
  const [context, names = ''] = line.split(': ');
  const served = new Set(routes.map(({ procedure }) => procedure));
  const missing = names.split(' ').filter((name) => !served.has(`${context}.${name}`));
  expect(missing).toEqual([]);
});

test('every operation has its own name, and that of a procedure', () => {
  const names = routes.map(({ operation, procedure }) => operation ?? procedure);
  expect(new Set(names).size).toBe(names.length);
  for (const { procedure } of routes) {
    expect(describeProcedure(createReferenceRouter(), procedure)).toBeDefined();
  }
});

test('who must log in is said of each route as it is', async () => {
  await using world = await createWebWorld();
  const rest = createRest(world.url);
  const response = await fetch(`${world.url}/api/v1/openapi.json`);
  const { paths } = (await response.json()) as {
    paths: Record<string, Record<string, { security: object[] }>>;
  };
  for (const { method, path } of routes) {
    const id = '00000000-0000-7000-8000-000000000000';
    const { status } = await rest(method, path.replace(/:\w+/g, id));
    const said = paths[path.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()];
    expect([method, path, said?.security.length]).toEqual([method, path, status === 401 ? 1 : 2]);
  }
});

test('nothing leaves that the schema of the answer does not name', async () => {
  await using world = await createWebWorld();
  const { token } = await world.signUp('ada');
  const listRooms = world.chat.listRooms.bind(world.chat);
  world.chat.listRooms = async (scope) =>
    (await listRooms(scope)).map((room) => ({ ...room, secret: 'leaked', creatorId: 'x' }));
  const answer = await createRest(world.url)('GET', '/rooms', { token });
  expect(answer.data).toMatchObject([{ slug: 'lobby' }]);
  expect(answer.text).not.toMatch(/secret|leaked|creatorId/);
});

test('an input with a path has every field of the path', () => {
  for (const route of routes) {
    const inPath = [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => name);
    expect(
      planInput(route)
        .path.map(({ name }) => name)
        .sort(),
    ).toEqual(inPath.sort());
  }
});

test('a client made from the document creates, publishes and reads a post', async () => {
  await using world = await createWebWorld();
  const { token } = await world.signUp('ada');
  const response = await fetch(`${world.url}/api/v1/openapi.json`);
  const api = new OpenAPIClientAxios({
    definition: (await response.json()) as Document,
    axiosConfigDefaults: { headers: { authorization: `Bearer ${token}` } },
    withServer: { url: `${world.url}/api/v1` },
  });
  const client = await api.init();
  const draft = { title: 'Made by a machine', body: 'From the document alone.' };
  const made = await client['blog.createPost']!({}, draft);
  const { id } = (made.data as { data: PostView }).data;
  expect(made.status).toBe(201);
  await client['blog.publishPost']!({ post: id });
  const page = await client['blog.listPosts']!({ author: 'ada', sort: 'published', perPage: 5 });
  expect(page.data.data).toMatchObject([{ id, state: 'published' }]);
  const read = await axios.get<{ data: PostView }>(`${world.url}/api/v1/posts/${id}`);
  const { data } = await client['blog.getPost']!({ post: id });
  expect(data).toEqual(read.data);
  expect(data.data).toMatchObject(draft);
  await expect(client['blog.createPost']!({}, { title: 'x' })).rejects.toMatchObject({
    response: { status: 422, data: { error: { code: 'invalid' } } },
  });
});
