// A room: header, messages, who is typing, composer; or one of its threads, in a wide window beside it.

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

export function RoomScreen() {
  const { center, list, stream, bodyRows } = useLayout();
  return (
    <Panes
      beside={
        stream !== null && (
          <>
            <Stream columns={stream.columns} rows={stream.rows} />
            <Divider rows={bodyRows} />
          </>
        )
      }
    >
      <Header columns={center.columns} />
      <Messages columns={center.columns} rows={list.rows} />
      <Typing columns={center.columns} />
      <Composer columns={center.columns} />
    </Panes>
  );
}

// Each part draws by itself, so that a key press redraws the composer and nothing else.
function Header({ columns }: { columns: number }) {
  const room = useRoomHeader(columns);
  const thread = useThreadHeader(columns);
  return <Rows rows={thread.length > 0 ? thread : room} columns={columns} />;
}

function Stream({ columns, rows }: { columns: number; rows: number }) {
  const header = useRoomHeader(columns);
  const shown = useStream();
  return <Rows rows={[...header, ...shown]} columns={columns} height={rows + header.length} />;
}

function Messages({ columns, rows }: { columns: number; rows: number }) {
  return <Rows rows={useMessages()} columns={columns} height={rows} />;
}

function Typing({ columns }: { columns: number }) {
  return <Rows rows={useTypingRow(columns)} columns={columns} />;
}

function Composer({ columns }: { columns: number }) {
  return <Rows rows={useComposer()} columns={columns} />;
}
