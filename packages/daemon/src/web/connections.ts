// The connections of all daemons: each tells its own when one of them asks.

import type { ConnectionList, ConnectionView } from '@parley/shared/admin';
import { limits } from '@parley/shared/limits';
import type { Survey } from '../presence/index.ts';
import type { LiveSocket, Sockets } from './sockets.ts';

/** All, or the one of this id. */
export type ConnectionQuestion = { id: string | null };
type OwnConnection = Omit<ConnectionView, 'daemon'>;
export type ConnectionSurvey = Survey<ConnectionQuestion, OwnConnection>;

export interface Connections {
  list(): Promise<ConnectionList>;
  /** On which daemon a connection is, if on any that answered, and which did not answer. */
  find(id: string): Promise<{ daemon: string | null; silent: string[] }>;
}

export function createConnections({
  sockets,
  survey,
}: {
  sockets: Pick<Sockets, 'all'>;
  survey: ConnectionSurvey;
}): Connections {
  survey.answerWith(({ id }) =>
    [...sockets.all].filter((socket) => id === null || socket.id === id).map(toOwnConnection),
  );
  return {
    async list() {
      const answers = await survey.ask({ id: null });
      return {
        items: answers.flatMap(({ node, items }) =>
          items.map((connection) => ({ ...connection, daemon: node })),
        ),
        nextCursor: null,
        daemons: answers.map(({ node, hasAnswered, total }) => ({
          name: node,
          hasAnswered,
          connections: total,
        })),
      };
    },
    async find(id) {
      const answers = await survey.ask({ id });
      return {
        daemon: answers.find(({ items }) => items.length > 0)?.node ?? null,
        silent: answers.flatMap(({ node, hasAnswered }) => (hasAnswered ? [] : node)),
      };
    },
  };
}

function toOwnConnection(socket: LiveSocket): OwnConnection {
  const { user, token } = socket.scope;
  const topics = socket.listTopics().sort();
  const more = topics.length - limits.connectionTopics;
  return {
    id: socket.id,
    user: user && { id: user.id, username: user.username },
    device: token?.device ?? '',
    address: socket.address,
    since: new Date(socket.connectedAt).toISOString(),
    topics: more > 0 ? [...topics.slice(0, limits.connectionTopics), `… and ${more} more`] : topics,
  };
}
