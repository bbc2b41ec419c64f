import type { CommandWords } from '../../words/command-words.ts';

/** What help says of it. */
export const words: CommandWords = {
  en: {
    summary: 'shell completion, codes of devices included',
    examples: [
      { typed: 'stockbook completion bash >> ~/.bashrc', does: 'for bash, from the next shell on' },
      { typed: 'stockbook completion zsh >> ~/.zshrc', does: 'for zsh, after compinit' },
      { typed: 'stockbook completion fish > ~/.config/fish/completions/stockbook.fish', does: 'for fish' },
    ],
  },
  zh: {
    summary: '命令行自动补全（含设备编号）',
    examples: [
      { typed: 'stockbook completion bash >> ~/.bashrc', does: '用于 bash，下次打开时生效' },
      { typed: 'stockbook completion zsh >> ~/.zshrc', does: '用于 zsh，须放在 compinit 之后' },
      { typed: 'stockbook completion fish > ~/.config/fish/completions/stockbook.fish', does: '用于 fish' },
    ],
  },
};
