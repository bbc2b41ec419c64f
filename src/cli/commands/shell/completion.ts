import { defineCommand } from '../../command.ts';
import { offerFiles } from '../../completion/shell-words.ts';
import { choiceArgument, listOf } from '../../options.ts';
import { chosenWord } from './chosen-word.ts';
import { words } from './completion.words.ts';

/**
 * Scripts that ask `stockbook __complete` for what can follow the words typed so far: an offer a line, what it is behind a
 * tab; or that a file can. bash puts on its line what it is given, zsh and fish quote that themselves.
 */
const scripts: { readonly [shell: string]: string } = {
  bash: `_stockbook() {
  local shell=bash found line
  # 63 is a list that is only shown, which may say what each number is.
  [ "\${COMP_TYPE:-}" = 63 ] && shell=bash-list
  COMPREPLY=()
  found=$(stockbook __complete --shell=$shell "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
  if [ $? -eq ${offerFiles} ]; then compopt -o default 2>/dev/null; return; fi
  while IFS= read -r line; do [ -n "$line" ] && COMPREPLY+=("$line"); done <<< "$found"
}
complete -o nosort -F _stockbook stockbook 2>/dev/null || complete -o default -F _stockbook stockbook
`,
  zsh: `#compdef stockbook
_stockbook() {
  local found line tab=$'\\t'
  local -a offered shown
  found="$(stockbook __complete --shell=zsh "\${(@)words[2,CURRENT-1]}" "$PREFIX" 2>/dev/null)"
  if (( $? == ${offerFiles} )); then
    compset -P '--*='
    _files
    return
  fi
  for line in "\${(@f)found}"; do
    [[ -n "$line" ]] || continue
    offered+=("\${line%%$tab*}")
    shown+=("\${line/$tab/  -- }")
  done
  (( $#offered )) || return 1
  local -a one_a_line
  [[ "$found" == *$tab* ]] && one_a_line=(-l)
  compadd -V stockbook -M 'm:{[:lower:][:upper:]}={[:upper:][:lower:]}' $one_a_line -d shown -- "\${offered[@]}"
}
if [ "$funcstack[1]" = "_stockbook" ]; then _stockbook "$@"; else compdef _stockbook stockbook; fi
`,
  fish: `function __stockbook_complete
  set -l words (commandline -opc)
  set -l found (stockbook __complete --shell=fish $words[2..-1] (commandline -ct) 2>/dev/null)
  if test $status -eq ${offerFiles}
    __fish_complete_path (commandline -ct | string replace -r '^--[a-z-]+=' '')
  else
    printf '%s\\n' $found
  end
end
complete -c stockbook -f -k -a '(__stockbook_complete)'
`,
};

const shells = Object.keys(scripts);

export const command = defineCommand({
  words,
  arguments: { shell: choiceArgument('[shell]', listOf(shells), shells) },
  async run(session, { shell }) {
    const chosen = await chosenWord(session, shell, {
      command: 'completion',
      label: 'shell',
      choices: shells.map((value) => ({ value, term: { en: value, zh: value } })),
    });
    session.host.print(scripts[chosen] ?? '');
    return 0;
  },
});
