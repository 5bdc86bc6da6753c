// Moving through the fields of a form, and sending it.

import { currentRoute } from '../../router/index.ts';
import { attempt, type Effects } from '../effects/index.ts';
import type { FormEvent, FormState } from '../form.ts';

export function createFormActions({ client, session }: Effects) {
  const isEditor = () => currentRoute(client.state().routes).name === 'editor';
  const shown = (): FormState | undefined =>
    (isEditor() ? client.state().editor?.form : client.state().form) ?? undefined;

  const tell = (event: FormEvent) =>
    client.dispatch(
      isEditor() ? { type: 'editor', input: { type: 'form', event } } : { type: 'form', event },
    );

  const step = (by: 1 | -1) => {
    const form = shown();
    if (form !== undefined) tell({ type: 'focused', index: form.focus + by });
  };

  // Enter goes on through the empty fields, and sends from the last or when all are filled.
  const submit = () => {
    const form = shown();
    if (form === undefined) return;
    const link = form.links[form.focus - form.fields.length];
    if (link !== undefined) return session.showForm(link.id as 'connect' | 'login' | 'register');
    const isLast = form.focus === form.fields.length - 1;
    const isFilled = form.fields.every(({ input }) => input.text !== '');
    if (!isLast && !isFilled) return step(1);
    attempt(client, 'Sending', () => session.submitForm());
  };

  const back = () => {
    const { info, me } = client.state();
    if (me !== null) return client.dispatch({ type: 'route.back' });
    if (shown()?.kind === 'register' && info !== null && !info.needsFirstAccount)
      session.showForm('login');
    else if (shown()?.kind === 'connect' && info !== null)
      session.showForm(info.needsFirstAccount ? 'register' : 'login');
    else if (shown()?.kind !== 'connect') session.showForm('connect');
  };

  const newline = () => {
    const form = shown();
    const field = form?.fields[form.focus];
    if (!field?.input.isMultiline) return step(1);
    tell({ type: 'edited', action: { type: 'newline' } });
  };

  return {
    'form.submit': submit,
    'form.down': () => step(1),
    'form.up': () => step(-1),
    'form.back': back,
    'editor.next': () => step(1),
    'editor.previous': () => step(-1),
    'editor.newline': newline,
  };
}
