// A form: text fields, links below them, one focus, and errors that stand under their field.

import { loginInput, registerInput } from '@parley/shared/accounts';
import { createPostInput } from '@parley/shared/blog';
import { createRoomInviteInput, updateRoomInput } from '@parley/shared/chat';
import { type FieldErrors, toFieldErrors } from '@parley/shared/errors';
import { limits } from '@parley/shared/limits';
import { hasMergeMarks } from '@parley/shared/merge';
import { parseWhen } from '@parley/shared/when';
import type { z } from 'zod';
import type { Problem } from './problem.ts';
import { parseQuiet } from './quiet.ts';
import { toCount, toRoomChanges } from './room-fields.ts';
import {
  createTextInput,
  reduceTextInput,
  type TextInputAction,
  type TextInputState,
} from './text-input.ts';

export type FormKind = 'connect' | 'login' | 'register' | 'post' | 'room' | 'invite';

export interface FormField {
  readonly name: string;
  readonly label: string;
  readonly input: TextInputState;
  readonly isSecret: boolean;
  /** A quiet word beside the label, such as what the field wants. */
  readonly hint: string;
  /** One goes from one of these to the next instead of typing; null for text. */
  readonly choices: readonly string[] | null;
}

/** Something to go to with Enter, below the fields. */
export interface FormLink {
  readonly id: string;
  readonly label: string;
}

export interface FormState {
  readonly kind: FormKind;
  readonly fields: readonly FormField[];
  readonly links: readonly FormLink[];
  /** Index over the fields and then the links. */
  readonly focus: number;
  /** Fields that were left or submitted once: only those show errors while one types. */
  readonly touched: ReadonlySet<string>;
  readonly errors: FieldErrors;
  /** What went wrong with the whole. */
  readonly problem: string | null;
  readonly isBusy: boolean;
}

export type FormEvent =
  | { readonly type: 'focused'; readonly index: number }
  | { readonly type: 'edited'; readonly action: TextInputAction }
  /** The next of the choices of the focused field, or the one before. */
  | { readonly type: 'chosen'; readonly by: 1 | -1 }
  /** The person has stopped typing for a while: what is wrong with the field may be said. */
  | { readonly type: 'paused' }
  /** Shows every field's errors; busy when there are none. */
  | { readonly type: 'submitted' }
  | { readonly type: 'failed'; readonly problem: Problem }
  | { readonly type: 'settled' };

export interface FieldSpec {
  name: string;
  label: string;
  text?: string;
  isSecret?: boolean;
  isMultiline?: boolean;
  hint?: string;
  maxLength?: number;
  choices?: readonly string[];
}

/** A fresh form, the focus on its first empty field. */
export function createForm(
  kind: FormKind,
  specs: readonly FieldSpec[],
  links: readonly FormLink[] = [],
): FormState {
  const fields = specs.map(
    ({
      name,
      label,
      text,
      isSecret = false,
      isMultiline,
      hint = '',
      maxLength,
      choices = null,
    }) => ({
      name,
      label,
      isSecret,
      hint,
      choices,
      input: createTextInput({ text, isMultiline, maxLength: maxLength ?? limits.passwordBytes }),
    }),
  );
  const firstEmpty = fields.findIndex(({ input }) => input.text === '');
  return {
    kind,
    fields,
    links,
    focus: Math.max(0, firstEmpty),
    touched: new Set(),
    errors: {},
    problem: null,
    isBusy: false,
  };
}

export function reduceForm(form: FormState, event: FormEvent): FormState {
  switch (event.type) {
    case 'focused': {
      const focus = wrapIndex(event.index, form.fields.length + form.links.length);
      return withErrors({ ...form, focus, touched: touchFocused(form) });
    }
    case 'edited': {
      const field = form.fields[form.focus];
      if (field === undefined || field.choices !== null || form.isBusy) return form;
      const input = reduceTextInput(field.input, event.action);
      if (input === field.input) return form;
      // Moving the cursor changes no text, and a long text takes a while to judge.
      if (input.text === field.input.text) {
        return { ...form, fields: form.fields.with(form.focus, { ...field, input }) };
      }
      return withErrors({
        ...form,
        problem: null,
        fields: form.fields.with(form.focus, { ...field, input }),
      });
    }
    case 'chosen': {
      const field = form.fields[form.focus];
      if (!field?.choices || form.isBusy) return form;
      const { choices, input: before } = field;
      const text = choices[wrapIndex(choices.indexOf(before.text) + event.by, choices.length)]!;
      const input = reduceTextInput(before, { type: 'setText', text });
      const fields = form.fields.with(form.focus, { ...field, input });
      return withErrors({ ...form, problem: null, fields });
    }
    case 'paused': {
      const touched = touchFocused(form);
      return touched === form.touched ? form : withErrors({ ...form, touched });
    }
    case 'submitted': {
      const touched = new Set(form.fields.map(({ name }) => name));
      const checked = withErrors({ ...form, touched, problem: null });
      const wrong = checked.fields.findIndex(({ name }) => checked.errors[name] !== undefined);
      return wrong === -1 ? { ...checked, isBusy: true } : { ...checked, focus: wrong };
    }
    case 'failed': {
      const { fields, message } = event.problem;
      const wrong = form.fields.findIndex(({ name }) => fields[name] !== undefined);
      const names = new Set(form.fields.map(({ name }) => name));
      const isElsewhere = Object.keys(fields).every((name) => !names.has(name));
      return {
        ...form,
        isBusy: false,
        errors: fields,
        problem: isElsewhere ? message : null,
        focus: wrong === -1 ? form.focus : wrong,
      };
    }
    case 'settled':
      return { ...form, isBusy: false };
  }
}

/** What the fields hold, by name. */
export function formValues(form: FormState): Record<string, string> {
  return Object.fromEntries(form.fields.map(({ name, input }) => [name, input.text]));
}

/** The tags in a line, however they are separated. */
export function splitTags(line: string): string[] {
  return line.split(/[\s,]+/u).filter((tag) => tag !== '' && tag !== '#');
}

// An empty field that one only passes by is not yet wrong.
function touchFocused({ fields, focus, touched }: FormState): ReadonlySet<string> {
  const field = fields[focus];
  if (field === undefined || field.input.text === '' || touched.has(field.name)) return touched;
  return new Set(touched).add(field.name);
}

function withErrors(form: FormState): FormState {
  const errors = formErrors(form);
  const shown = Object.entries(errors).filter(([name]) => form.touched.has(name));
  return { ...form, errors: Object.fromEntries(shown) };
}

/** What is wrong with the fields, whether it is shown yet or not. */
export function formErrors(form: FormState): FieldErrors {
  return validate(form.kind, formValues(form));
}

function validate(kind: FormKind, values: Record<string, string>): FieldErrors {
  switch (kind) {
    case 'connect':
      return values.server?.trim() ? {} : { server: ['must be an address'] };
    case 'login':
      return check(loginInput, values);
    case 'register':
      return check(registerInput, withoutEmpty(values, 'invite'));
    case 'post': {
      const { title, body, tags = '' } = values;
      // An error about one tag, `tags.2`, stands under the field of them all.
      const errors = check(createPostInput, { title, body, tags: splitTags(tags) });
      if (body !== undefined && hasMergeMarks(body))
        errors.body = ['still has the marks of a merge'];
      return Object.fromEntries(
        Object.entries(errors).map(([name, messages]) => [name.split('.')[0]!, messages]),
      );
    }
    case 'invite': {
      const { maxUses = '', expiresAt = '' } = values;
      const errors = check(createRoomInviteInput, { room: 'this', maxUses: toCount(maxUses) });
      // Whether it is past is for the clock, whether it is a time is not.
      if (expiresAt.trim() !== '' && parseWhen(expiresAt, new Date(0)) === null)
        errors.expiresAt = ['is no time: in 2 days, friday 18:30, 2030-01-31'];
      return errors;
    }
    case 'room': {
      const { quiet = '' } = values;
      const errors = check(updateRoomInput, { room: 'this', ...toRoomChanges(values) });
      // When it ends depends on the clock, whether it is a time does not.
      if (quiet.trim() !== '' && parseQuiet(quiet.trim(), 0) === undefined)
        errors.quiet = ['is no time: 30m, 2h, 1d, or off'];
      return errors;
    }
  }
}

function check(schema: z.ZodType, values: Record<string, unknown>): FieldErrors {
  const result = schema.safeParse(values);
  return result.success ? {} : toFieldErrors(result.error);
}

function withoutEmpty(values: Record<string, string>, name: string): Record<string, string> {
  const { [name]: value, ...rest } = values;
  return value === undefined || value === '' ? rest : { ...rest, [name]: value };
}

function wrapIndex(index: number, length: number): number {
  return length === 0 ? 0 : ((index % length) + length) % length;
}
