// A post to read, and below it what is said about it.

import { Panes, Rows } from '../components/index.ts';
import { useCommentComposer, useLayout, useReader, useReaderHeader } from '../hooks/index.ts';

export function ReaderScreen({ postId }: { postId: string }) {
  const { center } = useLayout();
  return (
    <Panes>
      <Rows rows={useReaderHeader(postId, center.columns)} columns={center.columns} />
      <Text postId={postId} />
      <Composer columns={center.columns} />
    </Panes>
  );
}

// Each part draws by itself, so that a key press redraws the composer and nothing else.
function Text({ postId }: { postId: string }) {
  const { center, list } = useLayout();
  return <Rows rows={useReader(postId)} columns={center.columns} height={list.rows} />;
}

function Composer({ columns }: { columns: number }) {
  return <Rows rows={useCommentComposer()} columns={columns} />;
}
