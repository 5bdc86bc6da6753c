// Rules for new passwords: strength as NIST 800-63B asks, or composition where an operator must.

import { limits } from '@parley/shared/limits';

export type PasswordPolicy = 'strength' | 'composition';

/** Words an attacker would try first for this account on this server. */
export interface PasswordContext {
  username: string;
  email: string;
}

/** zxcvbn's 0–4; from 3 on a password withstands an offline attack for long. */
const minimumScore = 3;
/** An estimate costs more than the square of the length, on the event loop: the beginning decides. */
const estimatedLength = 48;

/**
 * Sentences about what is wrong with a new password (already NFKC-normalised); empty when it is fine.
 * A score needs 1.5 MB of dictionaries, so they are loaded with the first password that asks for it.
 */
export async function checkPassword(
  policy: PasswordPolicy,
  password: string,
  context: PasswordContext,
): Promise<string[]> {
  if (policy === 'composition') return checkComposition(password);
  if ([...password].length < limits.passwordMin) {
    return [`must be at least ${limits.passwordMin} characters`];
  }
  const personal = [context.username, context.email, context.email.split('@')[0]!, 'parley'];
  // Used whole, a name is easily guessed even where it is long.
  if (personal.some((word) => word.toLowerCase() === password.toLowerCase())) {
    return ['must not be your name or address'];
  }
  const estimator = await loadEstimator();
  const { score, feedback } = estimator.check(password.slice(0, estimatedLength), personal);
  if (score >= minimumScore) return [];
  const reason = feedback.warning ?? 'it is easily guessed';
  return [`is too weak: ${reason.replace(/\.$/, '')}. Try a few unrelated words`];
}

function checkComposition(password: string): string[] {
  const problems: string[] = [];
  const length = [...password].length;
  if (length < 8 || length > 72) problems.push('must be 8 to 72 characters');
  if (!/\p{Ll}/u.test(password)) problems.push('needs a lower-case letter');
  if (!/\p{Lu}/u.test(password)) problems.push('needs an upper-case letter');
  if (!/\p{Nd}/u.test(password)) problems.push('needs a digit');
  return problems;
}

interface Estimator {
  check(
    password: string,
    personal: string[],
  ): { score: number; feedback: { warning: string | null } };
}

let loading: Promise<Estimator> | undefined;

function loadEstimator(): Promise<Estimator> {
  loading ??= (async () => {
    const [{ ZxcvbnFactory }, common, english] = await Promise.all([
      import('@zxcvbn-ts/core'),
      import('@zxcvbn-ts/language-common'),
      import('@zxcvbn-ts/language-en'),
    ]);
    return new ZxcvbnFactory({
      dictionary: { ...common.dictionary, ...english.dictionary },
      graphs: common.adjacencyGraphs,
      translations: english.translations,
      // The default of 512 variants makes `p4$$w0rd` over and over cost a second.
      l33tMaxSubstitutions: 16,
    });
  })();
  return loading;
}
