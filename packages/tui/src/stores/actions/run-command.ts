// What the commands of the command table do.

import { notifyLevels } from '@parley/shared/chat';
import type { CommandName } from '../../keymap/index.ts';
import { type ThemeName, themeNames } from '../../theme/index.ts';
import { openRoom } from '../app-state.ts';
import { parseCommand, parseNewRoom } from '../command-line.ts';
import type { ReplyTarget } from '../draft.ts';
import { attempt, type Effects } from '../effects/index.ts';
import { replaceEmojiNames } from '../emoji.ts';
import { understandLater } from '../later.ts';
import { computeLayout } from '../layout.ts';
import { leaveQuestion } from '../leave-question.ts';
import { parseStatus } from '../notification.ts';
import { readPlace } from '../places.ts';
import { parseFilter } from '../post-filter.ts';
import { parseQuiet } from '../quiet.ts';
import { labelRoom } from '../room-label.ts';
import { findRoomBySlug } from '../rooms.ts';
import { talkThreadId } from '../talk-side.ts';
import { createRoomCommands } from './room-commands.ts';

interface RoomMoves {
  showPosts(): void;
  togglePane(side: 'left' | 'right'): void;
  focus(to: 'rooms' | 'people'): void;
  openSearch(text: string): void;
  /** Answers what is wrong, else null. */
  openPins(): string | null;
  runKeywords(argument: string): string | null;
  reactWith(name: string): string | null;
  openSettings(): void;
  openInvites(): void;
  findMessages(text: string): void;
}

/** Runs a command line; what is wrong with it is said where it was typed. */
export function createCommandRunner(effects: Effects, moves: () => RoomMoves) {
  const { client, session, rooms, posts, writing, sending, scheduled, showing, status, idle } =
    effects;
  const complain = (problem: string) => {
    if (client.state().overlay?.kind === 'commandLine') {
      return client.dispatch({ type: 'overlay', input: { type: 'failed', problem } });
    }
    client.dispatch({ type: 'noticed', notice: { text: problem, tone: 'bad' } });
  };

  const named = (slug: string) => {
    if (slug === '') return openRoom(client.state());
    const room = findRoomBySlug(client.state().rooms, slug);
    if (room === undefined) complain(`There is no room ${slug} here.`);
    return room;
  };

  const runners: Record<CommandName, (argument: string, answers: ReplyTarget | null) => void> = {
    help: () =>
      client.dispatch({ type: 'overlay', input: { type: 'opened', overlay: { kind: 'help' } } }),
    join: (argument) => rooms.join(argument),
    create: (argument) => {
      const given = parseNewRoom(argument);
      if ('problem' in given) return complain(given.problem);
      rooms.create(given.slug, given);
    },
    leave: (argument) => {
      const room = named(argument);
      if (room === undefined) return;
      if (room.membership === null)
        return complain(`You are not in ${labelRoom(room.room, room.people)}.`);
      const { text: question, detail } = leaveQuestion(room);
      const intent = { type: 'leaveRoom', roomId: room.room.id } as const;
      const overlay = { kind: 'confirm', question, detail, intent } as const;
      client.dispatch({ type: 'overlay', input: { type: 'opened', overlay } });
    },
    me: (argument, answers) => {
      const room = openRoom(client.state());
      if (room === undefined) return complain('Open a room first.');
      const threadId = talkThreadId(client.state()) ?? undefined;
      sending.send(room.room.id, { body: `/me ${argument}`, replyTo: answers?.id, threadId });
    },
    open: (argument) => {
      const place = readPlace(client.state(), argument);
      if (place === null) return complain('That is no message of this server: #lobby#41 is one.');
      showing.goTo(place);
    },
    later: (argument, answers) => {
      const room = openRoom(client.state());
      if (room === undefined) return complain('Open a room first.');
      const later = understandLater(argument, client.ports.now());
      if ('problem' in later) return complain(later.problem);
      const threadId = talkThreadId(client.state()) ?? undefined;
      const message = { ...later, body: replaceEmojiNames(later.body), threadId, replyTo: answers };
      scheduled.add(room.room.id, message, `/later ${argument}`);
    },
    scheduled: () => scheduled.open(),
    react: (argument) => {
      const problem = moves().reactWith(argument);
      if (problem !== null) complain(problem);
    },
    pins: () => {
      const problem = moves().openPins();
      if (problem !== null) complain(problem);
    },
    keywords: (argument) => {
      const problem = moves().runKeywords(argument);
      if (problem !== null) complain(problem);
    },
    notify: (argument) => {
      const level = notifyLevels.find((known) => known === argument);
      const room = openRoom(client.state());
      if (level === undefined) return complain(`The levels are ${notifyLevels.join(', ')}.`);
      if (room === undefined) return complain('Open a room first.');
      rooms.setNotify(room.room.id, { level });
    },
    quiet: (argument) => {
      const quietUntil = parseQuiet(argument, client.ports.now());
      const room = openRoom(client.state());
      if (quietUntil === undefined) return complain('For how long? Such as 30m, 2h, 1d, or off.');
      if (room === undefined) return complain('Open a room first.');
      rooms.setNotify(room.room.id, { quietUntil });
    },
    away: (argument) => status.set(parseStatus('away', argument, client.ports.now())),
    dnd: (argument) => status.set(parseStatus('dnd', argument, client.ports.now())),
    back: () => status.set({ state: 'available' }),
    room: (argument) => {
      // Also one that came to be since the list was read, or had another name.
      showing.goTo({ room: argument.replace(/^#/u, '').toLowerCase(), seq: null });
    },
    dm: (argument) => {
      const names = argument.split(/[\s,]+/u).map((name) => name.replace(/^@/u, ''));
      rooms.talkTo(names.filter(Boolean));
    },
    msg: (argument) => {
      const [, name = '', text = ''] = /^@?(\S+)\s*(.*)$/su.exec(argument) ?? [];
      if (text === '') rooms.talkTo([name]);
      else rooms.tell(name, text, `/msg ${argument}`);
    },
    rooms: () => {
      if (computeLayout(client.state()).left === 0) moves().togglePane('left');
      moves().focus('rooms');
    },
    posts: () => moves().showPosts(),
    write: () => writing.edit(null),
    recover: () => writing.recover(),
    drafts: () => {
      moves().showPosts();
      posts.lists.show('mine');
    },
    filter: (argument) => {
      const filter = parseFilter(argument);
      if ('problem' in filter) return complain(filter.problem);
      moves().showPosts();
      posts.lists.filter(filter);
    },
    search: (argument) => moves().openSearch(argument),
    ...createRoomCommands(effects, complain),
    find: (argument) => moves().findMessages(argument),
    invites: () => moves().openInvites(),
    settings: () => moves().openSettings(),
    members: () => {
      if (computeLayout(client.state()).right === 0) moves().togglePane('right');
      moves().focus('people');
    },
    people: () => moves().togglePane('right'),
    theme: (argument) => {
      const name = themeNames.find((known: ThemeName) => known === argument);
      if (name === undefined) return complain(`The themes are ${themeNames.join(', ')}.`);
      client.dispatch({ type: 'theme', name });
    },
    reconnect: () => client.api().reconnect(),
    connect: (argument) => {
      if (argument === '') return session.showForm('connect');
      attempt(client, 'Connecting', async () =>
        session.change(client.ports.normalizeServer(argument)),
      );
    },
    login: () => session.showForm('login'),
    logout: () => {
      const overlay = {
        kind: 'confirm',
        question: 'Log out?',
        intent: { type: 'logout' },
      } as const;
      client.dispatch({ type: 'overlay', input: { type: 'opened', overlay } });
    },
    redraw: () => client.ports.redraw(),
    suspend: () =>
      attempt(client, 'Suspend', () => {
        // Nobody sees here what comes meanwhile.
        idle.sleep();
        return client.ports.suspend();
      }),
    quit: () => client.ports.quit(),
  };

  /** @param answers what the draft answers that the line was written in. */
  return (line: string, answers: ReplyTarget | null = null): void => {
    const parsed = parseCommand(line);
    if ('problem' in parsed) {
      complain(parsed.problem);
      return;
    }
    const before = client.state().overlay;
    runners[parsed.name](parsed.argument, answers);
    const { overlay } = client.state();
    const hasComplained = overlay?.kind === 'commandLine' && overlay.problem !== null;
    if (overlay === before && overlay?.kind === 'commandLine' && !hasComplained) {
      client.dispatch({ type: 'overlay', input: { type: 'closed' } });
    }
  };
}
