// The line between two panes.

import { Text } from 'ink';
import { memo } from 'react';
import { useTheme } from '../hooks/index.ts';

export const Divider = memo(function Divider({ rows }: { rows: number }) {
  const { muted } = useTheme();
  return <Text color={muted}>{Array.from({ length: rows }, () => '│').join('\n')}</Text>;
});
