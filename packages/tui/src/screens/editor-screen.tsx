// Writing a post: its fields, and the preview of what they will look like beside or instead of them.

import { Box } from 'ink';
import { Divider, Panes, Rows } from '../components/index.ts';
import { useEditor, useIsPreview, useLayout, useReader, useReaderHeader } from '../hooks/index.ts';

export function EditorScreen() {
  const isPreview = useIsPreview();
  const { center, beside, bodyRows } = useLayout();
  if (beside === null) {
    const { columns } = center;
    return (
      <Panes>{isPreview ? <Preview columns={columns} /> : <Fields columns={columns} />}</Panes>
    );
  }
  const columns = center.columns - beside.columns - 1;
  return (
    <Panes>
      <Box height={bodyRows} flexShrink={0}>
        <Box width={columns} flexShrink={0}>
          <Fields columns={columns} />
        </Box>
        <Divider rows={bodyRows} />
        <Box flexDirection="column" width={beside.columns} flexShrink={0}>
          <Preview columns={beside.columns} />
        </Box>
      </Box>
    </Panes>
  );
}

function Fields({ columns }: { columns: number }) {
  const { bodyRows } = useLayout();
  return <Rows rows={useEditor(columns)} columns={columns} height={bodyRows} />;
}

function Preview({ columns }: { columns: number }) {
  const { list } = useLayout();
  return (
    <>
      <Rows rows={useReaderHeader('preview', columns)} columns={columns} />
      <Rows rows={useReader('preview')} columns={columns} height={list.rows} />
    </>
  );
}
