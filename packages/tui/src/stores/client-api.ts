// What the stores' effects ask of a server: fulfilled over tRPC by the app, in-process by the tests.

import type { AccountView, LoginInput, RegisterInput } from '@parley/shared/accounts';
import type { ActivityItem } from '@parley/shared/activity';
import type { SystemInfo } from '@parley/shared/admin';
import type {
  CommentView,
  CreateCommentInput,
  CreatePostInput,
  FoundPost,
  ListCommentsInput,
  ListPostsInput,
  MarkCommentsReadInput,
  PostListItem,
  PostView,
  RestoreRevisionInput,
  RevisionItem,
  RevisionRef,
  RevisionView,
  SchedulePostInput,
  SearchPostsInput,
  TagView,
  UpdatePostInput,
} from '@parley/shared/blog';
import type {
  BanMemberInput,
  CreateRoomInput,
  CreateRoomInviteInput,
  CreateRoomInviteResult,
  FollowThreadInput,
  ListThreadInput,
  MarkUnreadInput,
  MemberInput,
  MembershipView,
  MemberView,
  MessagePage,
  MessageView,
  ReactionInput,
  RoomInviteView,
  RoomListItem,
  RoomView,
  SendMessageInput,
  SetMemberInput,
  SetNotifyInput,
  ThreadPage,
  ThreadView,
  UpdateRoomInput,
} from '@parley/shared/chat';
import type { KeywordView } from '@parley/shared/keywords';
import type { FoundMessage, SearchMessagesInput } from '@parley/shared/message-search';
import type { ScheduledMessageView, ScheduleMessageInput } from '@parley/shared/scheduled';
import type { SetStatusInput, StatusView } from '@parley/shared/status';

/** How the wire to the server is. `revoked`: the session was ended elsewhere, one has to log in again. */
export type Connection =
  | { readonly phase: 'connecting' }
  | { readonly phase: 'online' }
  /** `retryAt` in milliseconds since the epoch; null while an attempt is under way. */
  | { readonly phase: 'offline'; readonly retryAt: number | null }
  | { readonly phase: 'revoked' };

/** Where a subscription delivers. Deliveries are `unknown`: a hostile daemon may send anything. */
export interface Listener {
  onEvent(event: unknown): void;
  /** The server refused or ended the subscription; it will not come back by itself. */
  onError(error: unknown): void;
}
export type Unsubscribe = () => void;

type Page<Item> = { items: Item[]; nextCursor: string | null };
export type PostPage = Page<PostListItem>;
export type LoggedIn = { user: AccountView; token: string };

/**
 * Every call rejects with a `DomainError`; `unavailable` means the server was not reached.
 * Subscriptions reconnect and resume by themselves.
 */
export interface ClientApi {
  getSystemInfo(): Promise<SystemInfo>;
  getMe(): Promise<AccountView>;
  login(input: LoginInput): Promise<LoggedIn>;
  register(input: RegisterInput): Promise<LoggedIn>;
  logout(): Promise<void>;
  setStatus(input: SetStatusInput): Promise<StatusView>;
  /** Whether nobody sits here; told again by itself after every reconnect. */
  setIdle(isIdle: boolean): void;

  listRooms(): Promise<RoomListItem[]>;
  createRoom(input: CreateRoomInput): Promise<RoomView>;
  /** By any name that the room has or had. */
  getRoom(room: string): Promise<RoomView>;
  joinRoom(room: string): Promise<RoomView>;
  leaveRoom(room: string): Promise<void>;
  updateRoom(input: UpdateRoomInput): Promise<RoomView>;
  /** How many messages a purge would take, were this the room's rule. */
  countPurgeable(input: { room: string; retentionDays: number }): Promise<number>;
  archiveRoom(input: { room: string; archived: boolean }): Promise<RoomView>;
  listMembers(room: string): Promise<MemberView[]>;
  /** The people present in a room with keys after `after`. */
  listPresent(roomId: string, after: string): Promise<unknown>;
  inviteMember(input: MemberInput): Promise<void>;
  listRoomInvites(room: string): Promise<RoomInviteView[]>;
  createRoomInvite(input: CreateRoomInviteInput): Promise<CreateRoomInviteResult>;
  revokeRoomInvite(id: string): Promise<void>;
  /** Comes into the room that the code leads to. */
  joinByInvite(code: string): Promise<RoomView>;
  removeMember(input: MemberInput): Promise<void>;
  banMember(input: BanMemberInput): Promise<void>;
  unbanMember(input: MemberInput): Promise<void>;
  setMember(input: SetMemberInput): Promise<MemberView>;
  openDirect(usernames: string[]): Promise<RoomView>;
  listMessages(input: {
    room: string;
    before?: number;
    after?: number;
    around?: number;
    limit?: number;
  }): Promise<MessagePage>;
  searchMessages(input: SearchMessagesInput): Promise<Page<FoundMessage>>;
  sendMessage(input: SendMessageInput): Promise<{ id: string; seq: number }>;
  listThread(input: ListThreadInput): Promise<ThreadPage>;
  followThread(input: FollowThreadInput): Promise<ThreadView>;
  markThreadRead(input: { messageId: string; seq: number }): Promise<void>;
  editMessage(input: { id: string; body: string }): Promise<MessageView>;
  deleteMessage(id: string): Promise<void>;
  addReaction(input: ReactionInput): Promise<void>;
  removeReaction(input: ReactionInput): Promise<void>;
  pinMessage(id: string): Promise<void>;
  unpinMessage(id: string): Promise<void>;
  scheduleMessage(input: ScheduleMessageInput): Promise<ScheduledMessageView>;
  listScheduled(): Promise<ScheduledMessageView[]>;
  cancelScheduled(id: string): Promise<void>;
  listPins(room: string): Promise<MessageView[]>;
  /** `threadId`: the first message of the thread that one types in. */
  sendTyping(room: string, threadId?: string): Promise<void>;
  markRead(room: string, seq: number): Promise<void>;
  /** Sets my marker back, in a room or a thread: the message of this seq and what follows is unread again. */
  markUnread(input: MarkUnreadInput): Promise<void>;
  setNotify(input: SetNotifyInput): Promise<MembershipView>;
  listActivity(): Promise<ActivityItem[]>;
  listKeywords(): Promise<KeywordView[]>;
  setKeywords(words: string[]): Promise<KeywordView[]>;
  onRoom(room: string, listener: Listener): Unsubscribe;
  onActivity(listener: Listener): Unsubscribe;

  listPosts(input: NonNullable<ListPostsInput>): Promise<PostPage>;
  searchPosts(input: SearchPostsInput): Promise<Page<FoundPost>>;
  getPost(id: string): Promise<PostView>;
  listRevisions(input: {
    id: string;
    cursor?: string;
    perPage?: number;
  }): Promise<{ items: RevisionItem[]; nextCursor: string | null }>;
  getRevision(input: RevisionRef): Promise<RevisionView>;
  restoreRevision(input: RestoreRevisionInput): Promise<PostView>;
  listTags(): Promise<TagView[]>;
  createPost(input: CreatePostInput): Promise<PostView>;
  updatePost(input: UpdatePostInput): Promise<PostView>;
  publishPost(id: string): Promise<void>;
  unpublishPost(id: string): Promise<void>;
  schedulePost(input: SchedulePostInput): Promise<PostView>;
  deletePost(id: string): Promise<void>;
  onPosts(listener: Listener): Unsubscribe;

  listComments(input: ListCommentsInput): Promise<Page<CommentView>>;
  createComment(input: CreateCommentInput): Promise<CommentView>;
  updateComment(input: { id: string; body: string }): Promise<CommentView>;
  deleteComment(id: string): Promise<void>;
  markCommentsRead(input: MarkCommentsReadInput): Promise<void>;
  onComments(postId: string, listener: Listener): Unsubscribe;

  /** Told at once and at every change how the connection is. */
  onConnection(listener: (connection: Connection) => void): Unsubscribe;
  /** Tries to reconnect now instead of at `retryAt`. */
  reconnect(): void;
  close(): void;
}
