import type { CommandDeclaration, Invocation } from '../command.ts';
import { completionScript, type Shell } from '../completion/script.ts';
import { print } from '../terminal/output.ts';
import { commands } from './all.ts';

export const completion: CommandDeclaration = {
  name: 'completion',
  summary: 'Print a completion script',
  details:
    'bash:  acta completion bash > ~/.local/share/bash-completion/completions/acta\n' +
    'zsh:   acta completion zsh > "${fpath[1]}/_acta"\n' +
    'fish:  acta completion fish > ~/.config/fish/completions/acta.fish',
  commands: (['bash', 'zsh', 'fish'] as const).map((shell) => ({
    name: shell,
    summary: `for ${shell}`,
    run: (invocation) => printScript(invocation, shell),
  })),
};

async function printScript({ context }: Invocation, shell: Shell): Promise<number> {
  const declarations = await Promise.all(commands.map((lazy) => lazy.load()));
  await print(context, completionScript(shell, declarations));
  return 0;
}
