// The stores' view of a server, over tRPC.

import { DomainError } from '@parley/shared/errors';
import { createLiveApi, readMembers } from '../api/index.ts';
import type { ClientApi, Listener } from '../stores/index.ts';

export function createRemoteApi(server: string, token: string | null): ClientApi {
  const { client, onConnection, setIdle, reconnect, close } = createLiveApi({ server, token });
  const { accounts, blog, chat, presence, system } = client;

  // A subscription that the server ended is as good as refused.
  const handlers = (listener: Listener) => ({
    onData: (event: unknown) => listener.onEvent(event),
    onError: (error: unknown) => listener.onError(error),
    onComplete: () => listener.onError(new DomainError('forbidden', 'The server ended it.')),
  });

  return {
    getSystemInfo: () => system.info.query(),
    getMe: () => accounts.me.query(),
    login: (input) => accounts.login.mutate(input),
    register: (input) => accounts.register.mutate(input),
    logout: async () => void (await accounts.logout.mutate()),
    setStatus: (input) => accounts.setStatus.mutate(input),
    setIdle,

    listRooms: async () => (await chat.listRooms.query()).items,
    createRoom: (input) => chat.createRoom.mutate(input),
    getRoom: (room) => chat.getRoom.query({ room }),
    joinRoom: (room) => chat.joinRoom.mutate({ room }),
    leaveRoom: async (room) => void (await chat.leaveRoom.mutate({ room })),
    updateRoom: (input) => chat.updateRoom.mutate(input),
    countPurgeable: async (input) => (await chat.countPurgeable.query(input)).count,
    archiveRoom: (input) => chat.archiveRoom.mutate(input),
    listMembers: (room) => readMembers(chat, room),
    listPresent: (roomId, after) => presence.list.query({ topic: `room:${roomId}`, after }),
    inviteMember: async (input) => void (await chat.inviteMember.mutate(input)),
    listRoomInvites: async (room) => (await chat.listRoomInvites.query({ room })).items,
    createRoomInvite: (input) => chat.createRoomInvite.mutate(input),
    revokeRoomInvite: async (id) => void (await chat.revokeRoomInvite.mutate({ id })),
    joinByInvite: (code) => chat.joinByInvite.mutate({ code }),
    removeMember: async (input) => void (await chat.removeMember.mutate(input)),
    banMember: async (input) => void (await chat.banMember.mutate(input)),
    unbanMember: async (input) => void (await chat.unbanMember.mutate(input)),
    setMember: (input) => chat.setMember.mutate(input),
    openDirect: (usernames) => chat.openDirect.mutate({ usernames }),
    listMessages: (input) => chat.listMessages.query(input),
    searchMessages: (input) => chat.search.query(input),
    sendMessage: (input) => chat.sendMessage.mutate(input),
    listThread: (input) => chat.listThread.query(input),
    followThread: (input) => chat.followThread.mutate(input),
    markThreadRead: async (input) => void (await chat.markThreadRead.mutate(input)),
    editMessage: (input) => chat.editMessage.mutate(input),
    deleteMessage: async (id) => void (await chat.deleteMessage.mutate({ id })),
    addReaction: async (input) => void (await chat.addReaction.mutate(input)),
    removeReaction: async (input) => void (await chat.removeReaction.mutate(input)),
    pinMessage: async (id) => void (await chat.pinMessage.mutate({ id })),
    unpinMessage: async (id) => void (await chat.unpinMessage.mutate({ id })),
    scheduleMessage: (input) => chat.scheduleMessage.mutate(input),
    listScheduled: async () => (await chat.listScheduled.query()).items,
    cancelScheduled: async (id) => void (await chat.cancelScheduled.mutate({ id })),
    listPins: async (room) => (await chat.listPins.query({ room })).items,
    sendTyping: async (room, threadId) => void (await chat.sendTyping.mutate({ room, threadId })),
    markRead: async (room, seq) => void (await chat.markRead.mutate({ room, seq })),
    markUnread: async (input) => void (await chat.markUnread.mutate(input)),
    setNotify: (input) => chat.setNotify.mutate(input),
    listActivity: async () => (await chat.listActivity.query()).items,
    listKeywords: async () => (await chat.listKeywords.query()).items,
    setKeywords: async (words) => (await chat.setKeywords.mutate({ words })).items,
    onRoom(room, listener) {
      const subscription = chat.onRoom.subscribe({ room }, handlers(listener));
      return () => subscription.unsubscribe();
    },

    onActivity(listener) {
      const subscription = chat.onActivity.subscribe(undefined, handlers(listener));
      return () => subscription.unsubscribe();
    },

    listPosts: (input) => blog.listPosts.query(input),
    searchPosts: (input) => blog.searchPosts.query(input),
    getPost: (id) => blog.getPost.query({ id }),
    listRevisions: (input) => blog.listRevisions.query(input),
    getRevision: (input) => blog.getRevision.query(input),
    restoreRevision: (input) => blog.restoreRevision.mutate(input),
    listTags: async () => (await blog.listTags.query()).items,
    createPost: (input) => blog.createPost.mutate(input),
    updatePost: (input) => blog.updatePost.mutate(input),
    publishPost: async (id) => void (await blog.publishPost.mutate({ id })),
    unpublishPost: async (id) => void (await blog.unpublishPost.mutate({ id })),
    schedulePost: (input) => blog.schedulePost.mutate(input),
    deletePost: async (id) => void (await blog.deletePost.mutate({ id })),
    onPosts(listener) {
      const subscription = blog.onPosts.subscribe(undefined, handlers(listener));
      return () => subscription.unsubscribe();
    },

    listComments: (input) => blog.listComments.query(input),
    createComment: (input) => blog.createComment.mutate(input),
    updateComment: (input) => blog.updateComment.mutate(input),
    deleteComment: async (id) => void (await blog.deleteComment.mutate({ id })),
    markCommentsRead: async (input) => void (await blog.markCommentsRead.mutate(input)),
    onComments(postId, listener) {
      const subscription = blog.onComments.subscribe({ postId }, handlers(listener));
      return () => subscription.unsubscribe();
    },

    onConnection,
    reconnect,
    close,
  };
}
