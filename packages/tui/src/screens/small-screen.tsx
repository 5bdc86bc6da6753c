// What is shown in a window that is too small to work in.

import { Box, Text } from 'ink';
import { useSize } from '../hooks/index.ts';
import { smallestWindow } from '../stores/index.ts';

export function SmallScreen() {
  const { columns, rows } = useSize();
  const wanted = `${smallestWindow.columns}×${smallestWindow.rows}`;
  return (
    <Box height={rows} alignItems="center" justifyContent="center" overflow="hidden">
      <Text wrap="truncate">
        {columns < 42 ? 'Window too small' : `Make the window larger: ${wanted} at least`}
      </Text>
    </Box>
  );
}
