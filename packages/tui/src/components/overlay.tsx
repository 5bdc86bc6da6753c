// What lies over the screen, drawn after everything else.

import { Box } from 'ink';
import { useOverlay, useSize } from '../hooks/index.ts';
import { Rows } from './rows.tsx';

export function Overlay() {
  const overlay = useOverlay();
  const { columns } = useSize();
  if (overlay === undefined) return null;
  const { x, y, rows } = overlay;
  return (
    <Box position="absolute" top={y} left={x}>
      <Rows rows={rows} columns={columns - x} />
    </Box>
  );
}
