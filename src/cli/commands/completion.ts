import type { CommandDefinition } from '../command.ts';
import { chosenWord } from './chosen-word.ts';

/** Scripts that ask `stockbook __complete` for what can follow the words typed so far, one candidate a line. */
const scripts: { readonly [shell: string]: string } = {
  bash: `_stockbook() {
  local IFS=$'\\n'
  COMPREPLY=($(stockbook __complete "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
  if [ \${#COMPREPLY[@]} -eq 0 ]; then COMPREPLY=($(compgen -f -- "\${COMP_WORDS[COMP_CWORD]}")); fi
}
complete -F _stockbook stockbook
`,
  zsh: `#compdef stockbook
_stockbook() {
  local -a candidates
  candidates=("\${(@f)$(stockbook __complete "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -n "$candidates[1]" ]]; then compadd -- "\${candidates[@]}"; else _files; fi
}
if [ "$funcstack[1]" = "_stockbook" ]; then _stockbook "$@"; else compdef _stockbook stockbook; fi
`,
  fish: `function __stockbook_complete
  set -l words (commandline -opc) (commandline -ct)
  stockbook __complete $words[2..-1] 2>/dev/null
end
complete -c stockbook -a '(__stockbook_complete)'
`,
};

export const command: CommandDefinition = {
  arguments: [{ typed: '[shell]', help: 'shell' }],
  async run(context, [shell]) {
    const chosen = await chosenWord(context, shell, {
      command: 'completion',
      field: 'shell',
      label: 'shell',
      options: Object.keys(scripts).map((value) => ({ value, name: value })),
    });
    context.print(scripts[chosen] ?? '');
    return 0;
  },
};
