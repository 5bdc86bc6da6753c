// One row of the screen: one `<Text>`, its spans in the colours of the theme.

import { Text } from 'ink';
import { memo } from 'react';
import { useTheme } from '../hooks/index.ts';
import { lookOf, type Span, type StyledRow, type Theme } from '../theme/index.ts';

/** Drawn anew only when the row is another one. */
export const Row = memo(function Row({ row }: { row: StyledRow }) {
  const theme = useTheme();
  const [only] = row;
  if (only === undefined) return <Text> </Text>;
  if (row.length === 1) {
    return (
      <Text wrap="truncate" {...looks(only, theme)}>
        {only.text === '' ? ' ' : only.text}
      </Text>
    );
  }
  return (
    <Text wrap="truncate">
      {row.map((span, index) => (
        <Text key={index} {...looks(span, theme)}>
          {span.text}
        </Text>
      ))}
    </Text>
  );
});

function looks({ style = {} }: Span, theme: Theme) {
  const { dim, ...look } = lookOf(style, theme);
  return { ...look, dimColor: dim ?? false };
}
