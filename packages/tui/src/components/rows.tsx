// A block of rows, of a fixed width that no neighbour can squeeze.

import { Box } from 'ink';
import type { StyledRow } from '../theme/index.ts';
import { Row } from './row.tsx';

export function Rows({
  rows,
  columns,
  height = rows.length,
}: {
  rows: readonly StyledRow[];
  columns: number;
  height?: number;
}) {
  return (
    <Box flexDirection="column" width={columns} height={height} flexShrink={0} overflow="hidden">
      {rows.slice(0, height).map((row, index) => (
        <Row key={index} row={row} />
      ))}
    </Box>
  );
}
