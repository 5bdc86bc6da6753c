// Writing a post: its fields, or the preview of what they will look like.

import { Panes, Rows } from '../components/index.ts';
import { useEditor, useIsPreview, useLayout, useReader, useReaderHeader } from '../hooks/index.ts';

export function EditorScreen() {
  const isPreview = useIsPreview();
  return <Panes>{isPreview ? <Preview /> : <Fields />}</Panes>;
}

function Fields() {
  const { center, bodyRows } = useLayout();
  return <Rows rows={useEditor(center.columns)} columns={center.columns} height={bodyRows} />;
}

function Preview() {
  const { center, list } = useLayout();
  return (
    <>
      <Rows rows={useReaderHeader('preview', center.columns)} columns={center.columns} />
      <Rows rows={useReader('preview')} columns={center.columns} height={list.rows} />
    </>
  );
}
