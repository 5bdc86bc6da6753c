// Discussing a post: among its comments, writing, answering, changing, deleting.

import { sanitizeText } from '@parley/shared/text';
import { currentRoute } from '../../router/index.ts';
import type { Focus } from '../app-state.ts';
import { threadOf } from '../comment-thread.ts';
import {
  commentChangedMeanwhile,
  commentDraft,
  composerDraft,
  editDraft,
  sayOverwritten,
} from '../composer.ts';
import { draftOf } from '../draft.ts';
import { type Effects, showComment } from '../effects/index.ts';
import { replaceEmojiNames } from '../emoji.ts';
import { readerList, selectedComment } from '../lists-of-posts.ts';
import { type ScrollListState, selectKey } from '../scroll-list.ts';
import { askToOpenLink } from './message-actions.ts';

export function createCommentActions({ client, comments }: Effects) {
  const say = (text: string) =>
    client.dispatch({ type: 'noticed', notice: { text, tone: 'info' } });
  const focus = (to: Focus) => client.dispatch({ type: 'focused', focus: to });

  const postId = (): string | null => {
    const route = currentRoute(client.state().routes);
    return route.name === 'reader' ? route.postId : null;
  };
  const withPost = (run: (id: string) => void) => {
    const id = postId();
    if (id !== null) run(id);
  };

  const scroll = (id: string, state: ScrollListState) =>
    client.dispatch({ type: 'scrolled', list: `reader ${id}`, state });

  /** Where the text was left for its comments. */
  let left: { postId: string; anchor: ScrollListState['anchor'] } | null = null;

  const backToText = () => {
    focus('messages');
    withPost((id) => {
      if (left?.postId !== id) return;
      scroll(id, { ...readerList(client.state(), id).state, anchor: left.anchor });
      left = null;
    });
  };

  /** Among the comments, at the first new one or where one was. */
  const open = () =>
    withPost((id) => {
      const { content, state } = readerList(client.state(), id);
      const items = content.items.filter(({ kind }) => kind === 'comment' || kind === 'pending');
      if (items.length === 0) return write();
      const isKnown = items.some(({ key }) => key === state.selectedKey);
      const firstNew = items.find((item) => item.kind === 'comment' && item.isNew);
      const key = firstNew?.key ?? (isKnown ? state.selectedKey! : items[0]!.key);
      left = { postId: id, anchor: state.anchor };
      showComment(client, id, key);
    });

  const write = () =>
    withPost((id) => {
      const post = client.state().posts.read.get(id);
      if (post === undefined) return;
      if (post.state !== 'published') return say('It can be discussed once it is published.');
      focus('composer');
    });

  const nextNew = () =>
    withPost((id) => {
      const { content, state } = readerList(client.state(), id);
      const present = content.items.findIndex(({ key }) => key === state.selectedKey);
      const isNew = (item: (typeof content.items)[number]) => item.kind === 'comment' && item.isNew;
      const next = content.items.find((item, index) => index > present && isNew(item));
      const found = next ?? content.items.find(isNew);
      if (found === undefined) return say('No comment is new.');
      scroll(id, selectKey(state, content, found.key));
    });

  const withComment = (run: (id: string, item: NonNullable<ReturnType<typeof selected>>) => void) =>
    withPost((id) => {
      const item = selected();
      if (item === undefined) return say('Select a comment first, with k or j.');
      run(id, item);
    });
  const selected = () => selectedComment(client.state())?.comment;

  const reply = () =>
    withComment((id, { id: commentId, author, body, deletedAt }) => {
      if (deletedAt !== null) return say('It was deleted.');
      const replyTo = { id: commentId, username: author.username, excerpt: body };
      const input = { type: 'replying', replyTo } as const;
      client.dispatch({ type: 'draft', roomId: commentDraft(id), input });
      write();
    });

  const edit = () =>
    withComment((id, { id: commentId, author, body, deletedAt }) => {
      if (author.id !== client.state().me?.id) return say('Only who wrote it can change it.');
      if (deletedAt !== null) return say('It was deleted.');
      const draft = editDraft(commentId);
      const isBegun = draftOf(client.state().drafts, draft).input.text !== '';
      const input = { type: 'edited', action: { type: 'setText', text: body } } as const;
      const begun = { type: 'begun', base: body } as const;
      if (!isBegun)
        client.dispatch(
          { type: 'draft', roomId: draft, input },
          { type: 'draft', roomId: draft, input: begun },
        );
      client.dispatch({ type: 'thread', postId: id, input: { type: 'editing', id: commentId } });
      focus('composer');
    });

  const remove = () =>
    withComment((id, { id: commentId, author, deletedAt }) => {
      const { me } = client.state();
      if (deletedAt !== null) return say('It was deleted already.');
      if (author.id !== me?.id && me?.role === 'member') {
        return say('Only who wrote it can delete it.');
      }
      const intent = { type: 'deleteComment', postId: id, commentId } as const;
      const overlay = { kind: 'confirm', question: 'Delete this comment?', intent } as const;
      client.dispatch({ type: 'overlay', input: { type: 'opened', overlay } });
    });

  const copy = () =>
    withComment((_, { body }) => {
      client.ports.copyText(sanitizeText(body).trimEnd());
      say("Sent to the terminal's clipboard.");
    });

  const withFailed = (run: (id: string, clientId: string, body: string) => void) =>
    withPost((id) => {
      const { outbox } = threadOf(client.state().threads, id);
      const key = readerList(client.state(), id).state.selectedKey;
      const chosen = outbox.find(({ clientId }) => key === `pending ${clientId}`);
      const pending = chosen ?? outbox.findLast(({ state }) => state === 'failed');
      if (pending === undefined) return say('No comment failed.');
      if (pending.state === 'sending') return say('It is on its way already.');
      run(id, pending.clientId, pending.body);
    });

  const recall = () =>
    withFailed((id, clientId, body) => {
      const draft = commentDraft(id);
      const present = draftOf(client.state().drafts, draft).input.text;
      const text = present === '' ? body : `${body}\n${present}`;
      const outbox = { type: 'outbox', event: { type: 'recalled', clientId } } as const;
      client.dispatch(
        { type: 'thread', postId: id, input: outbox },
        {
          type: 'draft',
          roomId: draft,
          input: { type: 'edited', action: { type: 'setText', text } },
        },
      );
      write();
    });

  /** What is in the composer, sent. */
  const send = (id: string) => {
    const draft = composerDraft(client.state());
    if (draft === null) return;
    const { input, replyTo } = draftOf(client.state().drafts, draft);
    const body = input.text;
    if (body.trim() === '') return;
    const { editing } = threadOf(client.state().threads, id);
    const submit = { type: 'edited', action: { type: 'submit' } } as const;
    const other = commentChangedMeanwhile(client.state(), id);
    client.dispatch({ type: 'draft', roomId: draft, input: submit });
    if (editing !== null) {
      if (other !== null && other !== body) {
        const input = { type: 'edited', action: { type: 'remember', text: other } } as const;
        client.dispatch({ type: 'draft', roomId: draft, input });
        say(sayOverwritten);
      }
      client.dispatch({ type: 'thread', postId: id, input: { type: 'editing', id: null } });
      focus('comments');
      return comments.change(id, editing, body);
    }
    comments.sending.send(id, { body: replaceEmojiNames(body), replyTo: replyTo?.id });
    const { content, state } = readerList(client.state(), id);
    const own = content.items.findLast(({ kind }) => kind === 'pending');
    if (own !== undefined) scroll(id, selectKey(state, content, own.key));
  };

  /** Out of the composer: first out of the answer or the change that is being written. */
  const leave = (id: string) => {
    const draft = commentDraft(id);
    const { editing } = threadOf(client.state().threads, id);
    if (editing !== null) {
      client.dispatch({ type: 'thread', postId: id, input: { type: 'editing', id: null } });
    } else if (draftOf(client.state().drafts, draft).replyTo !== null) {
      const input = { type: 'replying', replyTo: null } as const;
      return client.dispatch({ type: 'draft', roomId: draft, input });
    }
    const hasComments = readerList(client.state(), id).content.items.some(
      ({ kind }) => kind === 'comment' || kind === 'pending',
    );
    focus(hasComments ? 'comments' : 'messages');
  };

  return {
    composer: { postId, send, leave },
    actions: {
      'comments.open': open,
      'comments.write': write,
      'comments.nextNew': nextNew,
      'comments.leave': backToText,
      'comment.reply': reply,
      'comment.edit': edit,
      'comment.delete': remove,
      'comment.copy': copy,
      'comment.open': () => withComment((_, { body }) => askToOpenLink(client, body)),
      'comment.retry': () => withFailed((id, clientId) => comments.sending.retry(id, clientId)),
      'comment.recall': recall,
    },
  };
}
