// The completion scripts of bash, zsh and fish, around the same places.

import { commonOptions } from './command.ts';

export type Shell = 'bash' | 'zsh' | 'fish';

/** What may follow a line so far: the words after `tui`, or the values of an option. */
export interface Place {
  /** Words that are there already: `` `posts` `posts list`. */
  readonly after: string;
  readonly candidates: readonly Candidate[];
  /** More words may follow without changing what is taken: the command is complete. */
  readonly isEnd: boolean;
}

export interface Candidate {
  readonly text: string;
  readonly summary: string;
}

type Renderer = (
  places: readonly Place[],
  values: ReadonlyMap<string, readonly string[]>,
) => string;

const bash: Renderer = (places, values) => `# bash completion of tui
_tui() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}"
  local path="" word skip=0 index
  for ((index = 1; index < COMP_CWORD; index++)); do
    word="\${COMP_WORDS[index]}"
    if ((skip)); then skip=0; continue; fi
    case "$word" in
      ${[...values.keys()].join('|')}) skip=1 ;;
      -*) ;;
      *) path="\${path:+$path }$word" ;;
    esac
  done
  local candidates=""
  case "$previous" in
${[...values]
  .map(([option, choices]) =>
    choices.length > 0
      ? `    ${option}) COMPREPLY=($(compgen -W "${choices.join(' ')}" -- "$current")); return ;;`
      : `    ${option}) COMPREPLY=($(compgen -f -- "$current")); return ;;`,
  )
  .join('\n')}
  esac
  case "$path" in
${places
  .map(
    (place) =>
      `    ${pattern(place)}) candidates="${place.candidates.map(({ text }) => text).join(' ')}" ;;`,
  )
  .join('\n')}
    *) candidates="${commonOptions.map(({ name }) => `--${name}`).join(' ')}" ;;
  esac
  COMPREPLY=($(compgen -W "$candidates" -- "$current"))
}
complete -F _tui tui
`;

const zsh: Renderer = (places, values) => `#compdef tui
# zsh completion of tui
_tui() {
  local place="" word skip=0
  local -a candidates
  for word in "\${(@)words[2,CURRENT-1]}"; do
    if ((skip)); then skip=0; continue; fi
    case "$word" in
      ${[...values.keys()].join('|')}) skip=1 ;;
      -*) ;;
      *) place="\${place:+$place }$word" ;;
    esac
  done
  case "\${words[CURRENT-1]}" in
${[...values]
  .map(([option, choices]) =>
    choices.length > 0
      ? `    ${option}) compadd -- ${choices.join(' ')}; return ;;`
      : `    ${option}) _files; return ;;`,
  )
  .join('\n')}
  esac
  case "$place" in
${places
  .map(
    (place) =>
      `    ${pattern(place)}) candidates=(${place.candidates
        .map(({ text, summary }) => quote(`${text}:${summary.replaceAll(':', '\\:')}`))
        .join(' ')}) ;;`,
  )
  .join('\n')}
  esac
  _describe 'tui' candidates
}
if [ "$funcstack[1]" = "_tui" ]; then _tui "$@"; else compdef _tui tui; fi
`;

const fish: Renderer = (places, values) => `# fish completion of tui
function __tui_words
    set -l place
    set -l skip 0
    for word in (commandline -opc)[2..-1]
        if test $skip = 1
            set skip 0
            continue
        end
        switch $word
            case ${[...values.keys()].map(quote).join(' ')}
                set skip 1
            case '-*'
            case '*'
                set -a place $word
        end
    end
    echo "$place"
end
function __tui_at
    set -l place (__tui_words)
    test "$place" = "$argv"
end
function __tui_in
    set -l place (__tui_words)
    test "$place" = "$argv"; or string match -q -- "$argv *" "$place"
end
complete -c tui -f
${places
  .flatMap(({ after, candidates, isEnd }) =>
    candidates.map(({ text, summary }) => {
      const at = `complete -c tui -n ${quote(`${isEnd ? '__tui_in' : '__tui_at'} ${after}`.trim())}`;
      if (!text.startsWith('--')) return `${at} -a ${text} -d ${quote(summary)}`;
      const choices = values.get(text);
      const value =
        choices === undefined
          ? ''
          : choices.length > 0
            ? ` -x -a ${quote(choices.join(' '))}`
            : ' -r';
      return `${at} -l ${text.slice(2)}${value} -d ${quote(summary)}`;
    }),
  )
  .join('\n')}
`;

export const renderers: Readonly<Record<Shell, Renderer>> = { bash, zsh, fish };

/** The place as the shells' `case` matches it. */
function pattern({ after, isEnd }: Place): string {
  return isEnd ? `"${after}"|"${after} "*` : `"${after}"`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
