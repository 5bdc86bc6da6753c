// All members of a room, page after page.

import type { MemberView } from '@parley/shared/chat';
import type { Api } from './domain-client.ts';

export async function readMembers(
  { listMembers }: { listMembers: Pick<Api['chat']['listMembers'], 'query'> },
  room: string,
): Promise<MemberView[]> {
  const members: MemberView[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await listMembers.query({ room, cursor });
    members.push(...page.items);
    if (page.nextCursor === null) return members;
    cursor = page.nextCursor;
  }
}
