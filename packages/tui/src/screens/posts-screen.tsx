// The list of posts, published ones or my drafts.

import { Panes, Rows } from '../components/index.ts';
import { useLayout, usePosts, usePostsHeader } from '../hooks/index.ts';

export function PostsScreen() {
  const { center, list } = useLayout();
  return (
    <Panes>
      <Rows rows={usePostsHeader(center.columns)} columns={center.columns} />
      <Rows rows={usePosts()} columns={center.columns} height={list.rows} />
    </Panes>
  );
}
