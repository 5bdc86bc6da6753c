// A room: header, messages, who is typing, composer.

import { Panes, Rows } from '../components/index.ts';
import {
  useComposer,
  useLayout,
  useMessages,
  useRoomHeader,
  useTypingRow,
} from '../hooks/index.ts';

export function RoomScreen() {
  const { center, list } = useLayout();
  return (
    <Panes>
      <Header columns={center.columns} />
      <Messages columns={center.columns} rows={list.rows} />
      <Typing columns={center.columns} />
      <Composer columns={center.columns} />
    </Panes>
  );
}

// Each part draws by itself, so that a key press redraws the composer and nothing else.
function Header({ columns }: { columns: number }) {
  return <Rows rows={useRoomHeader(columns)} columns={columns} />;
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
