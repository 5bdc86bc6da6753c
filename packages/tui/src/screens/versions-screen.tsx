// The versions of a post, or what changed since one of them.

import { Panes, Rows } from '../components/index.ts';
import { useLayout, useVersionHeader, useVersions } from '../hooks/index.ts';

export function VersionsScreen({ postId, version }: { postId: string; version: number | null }) {
  const { center, list } = useLayout();
  return (
    <Panes>
      <Rows rows={useVersionHeader({ postId, version }, center.columns)} columns={center.columns} />
      <Rows rows={useVersions({ postId, version })} columns={center.columns} height={list.rows} />
    </Panes>
  );
}
