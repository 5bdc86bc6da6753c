// What is shown in a window that is too small to work in.

import { Box } from 'ink';
import { Row } from '../components/index.ts';
import { useSize, useSmallRows } from '../hooks/index.ts';

export function SmallScreen() {
  const { rows } = useSize();
  const said = useSmallRows();
  return (
    <Box
      height={rows}
      flexDirection="column"
      alignItems="center"
      justifyContent="center"
      overflow="hidden"
    >
      {said.map((row, index) => (
        <Row key={index} row={row} />
      ))}
    </Box>
  );
}
