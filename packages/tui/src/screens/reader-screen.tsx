// A post to read.

import { Panes, Rows } from '../components/index.ts';
import { useLayout, useReader, useReaderHeader } from '../hooks/index.ts';

export function ReaderScreen({ postId }: { postId: string }) {
  const { center, list } = useLayout();
  return (
    <Panes>
      <Rows rows={useReaderHeader(postId, center.columns)} columns={center.columns} />
      <Rows rows={useReader(postId)} columns={center.columns} height={list.rows} />
    </Panes>
  );
}
