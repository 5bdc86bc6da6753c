// The way in: choosing a server, logging in, making an account.

import { Rows } from '../components/index.ts';
import { useEntry, useLayout, useSize } from '../hooks/index.ts';

export function EntryScreen() {
  const { columns } = useSize();
  const { bodyRows } = useLayout();
  return <Rows rows={useEntry()} columns={columns} height={bodyRows} />;
}
