// The last row: how things are, and the keys that help now.

import { useSize, useStatusRow } from '../hooks/index.ts';
import { Rows } from './rows.tsx';

export function StatusBar() {
  const { columns } = useSize();
  const row = useStatusRow();
  return <Rows rows={[row]} columns={columns} />;
}
