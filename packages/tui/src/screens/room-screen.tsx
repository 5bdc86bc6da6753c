// A room: header, messages, who is typing, composer; or one of its threads, in a wide window beside it.

import { Box } from 'ink';
import { Divider, Panes, Rows } from '../components/index.ts';
import {
  useComposer,
  useLayout,
  useMessages,
  useRoomHeader,
  useStream,
  useThreadHeader,
  useTypingRow,
} from '../hooks/index.ts';
import type { TalkPane } from '../stores/index.ts';

export function RoomScreen() {
  const { center, list, stream, bodyRows } = useLayout();
  return (
    <Panes
      beside={
        stream !== null && (
          <>
            <Stream columns={stream.columns} rows={stream.rows} bodyRows={bodyRows} />
            <Divider rows={bodyRows} />
          </>
        )
      }
    >
      <Header columns={center.columns} />
      <Messages columns={center.columns} rows={list.rows} />
      <Typing columns={center.columns} pane="main" />
      <Composer columns={center.columns} pane="main" />
    </Panes>
  );
}

// Each part draws by itself, so that a key press redraws the composer and nothing else.
function Header({ columns }: { columns: number }) {
  const room = useRoomHeader(columns);
  const thread = useThreadHeader(columns);
  return <Rows rows={thread.length > 0 ? thread : room} columns={columns} />;
}

function Stream({ columns, rows, bodyRows }: { columns: number; rows: number; bodyRows: number }) {
  const header = useRoomHeader(columns);
  const shown = useStream();
  return (
    <Box flexDirection="column" width={columns} height={bodyRows} flexShrink={0}>
      <Rows rows={[...header, ...shown]} columns={columns} height={rows + header.length} />
      <Typing columns={columns} pane="stream" />
      <Composer columns={columns} pane="stream" />
    </Box>
  );
}

function Messages({ columns, rows }: { columns: number; rows: number }) {
  return <Rows rows={useMessages()} columns={columns} height={rows} />;
}

function Typing({ columns, pane }: { columns: number; pane: TalkPane }) {
  return <Rows rows={useTypingRow(columns, pane)} columns={columns} />;
}

function Composer({ columns, pane }: { columns: number; pane: TalkPane }) {
  return <Rows rows={useComposer(pane)} columns={columns} />;
}
