// The frame of every screen after the way in: rooms on the left, people on the right, a screen between.

import { Box } from 'ink';
import type { ReactNode } from 'react';
import { useLayout, usePeople, useRoomPane } from '../hooks/index.ts';
import { Divider } from './divider.tsx';
import { Rows } from './rows.tsx';

export function Panes({ children, beside }: { children: ReactNode; beside?: ReactNode }) {
  const { left, right, center, bodyRows } = useLayout();
  return (
    <Box height={bodyRows} flexShrink={0}>
      {left > 0 && <RoomPane columns={left - 1} rows={bodyRows} />}
      {beside}
      <Box flexDirection="column" width={center.columns} height={bodyRows} flexShrink={0}>
        {children}
      </Box>
      {right > 0 && <PeoplePane columns={right - 1} rows={bodyRows} />}
    </Box>
  );
}

function RoomPane({ columns, rows }: { columns: number; rows: number }) {
  const shown = useRoomPane(columns);
  return (
    <>
      <Rows rows={shown} columns={columns} height={rows} />
      <Divider rows={rows} />
    </>
  );
}

function PeoplePane({ columns, rows }: { columns: number; rows: number }) {
  const shown = usePeople(columns, rows);
  return (
    <>
      <Divider rows={rows} />
      <Rows rows={shown} columns={columns} height={rows} />
    </>
  );
}
