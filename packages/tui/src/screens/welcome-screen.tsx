// Home while no room is open.

import { Panes, Rows } from '../components/index.ts';
import { useLayout, useWelcome } from '../hooks/index.ts';

export function WelcomeScreen() {
  const { center, bodyRows } = useLayout();
  return (
    <Panes>
      <Rows rows={useWelcome(center.columns)} columns={center.columns} height={bodyRows} />
    </Panes>
  );
}
