// Every maximum of Parley, once: schemas, the wire, the database checks and the screens read it here.

/** Sizes count characters (UTF-16 units) unless the name says bytes, rows or milliseconds. */
export const limits = {
  usernameMin: 2,
  usernameMax: 32,
  displayName: 64,
  bio: 500,
  statusText: 100,
  addressLine: 120,
  email: 160,
  /** NFKC-normalised password, in bytes: longer input is refused before any hashing. */
  passwordBytes: 256,
  passwordMin: 10,
  tokenName: 64,
  deviceName: 64,

  roomSlug: 48,
  /** How often in an hour anybody hears that a room's name is taken: it may be by one that they do not see. */
  takenNamesPerHour: 20,
  roomName: 80,
  roomTopic: 250,
  slowModeSeconds: 3_600,
  retentionDays: 3_650,
  banReason: 200,
  inviteUses: 1_000,
  invitesPerRoom: 50,
  webhooksPerRoom: 20,
  /** With `-bot` behind it, it is a user's name. */
  webhookName: 28,
  /** Besides oneself. */
  directPeople: 8,
  messageBody: 16_384,
  clientId: 64,
  quoteExcerpt: 200,
  mentionsPerMessage: 50,
  /** Words and phrases that call one, and how long each is. */
  keywords: 20,
  keywordMin: 2,
  keywordMax: 40,
  /** In larger rooms only those who look after them call everybody. */
  roomMentionMembers: 100,
  /** Own messages that an unread count leaves out, at most. */
  ownUnread: 1_000,
  activity: 100,
  emoji: 32,
  /** Different emoji on one message, and people behind one of them. */
  emojiPerMessage: 20,
  usersPerEmoji: 1_000,
  /** People named in a view of a reaction. */
  usersShownPerEmoji: 50,
  pinsPerRoom: 100,
  /** People told of on a join, or by one change; more are a count, and asked for by page. */
  presenceShown: 100,
  presencePage: 500,
  /** Per author, those that could not be sent among them. */
  scheduledMessages: 100,
  typingExpiresMs: 6_000,
  typingThrottleMs: 2_000,
  /** Members of a room that are told at once; the others by cursor. */
  membersPage: 1_000,
  /** Messages that a join replays without a cursor. */
  joinBacklog: 50,
  /** More missed messages than this on a resume become a `gap` that the client pages through. */
  resumeBacklog: 1_000,
  /** Members whose role or mute is told to whoever comes into a room. */
  markedMembers: 100,

  postTitleMin: 3,
  postTitleMax: 255,
  postBodyMin: 10,
  postBodyMax: 200_000,
  postSlug: 80,
  /** How far ahead a post or a message may be scheduled. */
  scheduleDays: 3_650,
  tagName: 40,
  tagsPerPost: 10,
  commentBody: 16_384,
  searchQuery: 256,
  /** What one statement of a search may take; then the answer is `unavailable`. */
  searchMs: 500,
  /** A search ranks the newest posts that match, and no more than these. */
  searchCandidates: 1_000,
  rankedPosts: 100,
  tagsListed: 1_000,
  feedPosts: 50,

  /** Of a page that is exported; one row is more if it has to be. */
  exportBytes: 1_048_576,

  pageDefault: 20,
  pageMax: 100,
  pageNumber: 1_000,
  cursor: 512,

  httpBodyBytes: 1_048_576,
  frameBytes: 65_536,
  batch: 10,
  path: 256,
  subscriptionsPerSocket: 100,
  /** What of a connection, and how many of a daemon, administrators are shown. */
  connectionTopics: 50,
  connectionsPerDaemon: 2_000,
  /** Lifted together with the rate limit of calls when that is `off`. */
  socketsPerUser: 50,
  socketsPerAddress: 200,
  sessionsPerUser: 50,
  tokensPerUser: 100,
  socketBufferBytes: 1_048_576,
} as const;
