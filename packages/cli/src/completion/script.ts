import {
  dataOptions,
  serverOptions,
  type CommandDeclaration,
  type OptionDeclaration,
} from '../command.ts';

export type Shell = 'bash' | 'zsh' | 'fish';

/** One place of the command line: the words before, and what may come. */
interface Place {
  path: string[];
  commands: { name: string; summary: string }[];
  options: { name: string; summary: string; takes: boolean; choices: string[] }[];
}

/** A completion script of all commands for a shell. */
export function completionScript(shell: Shell, declarations: CommandDeclaration[]): string {
  const root: Place = {
    path: [],
    commands: declarations.map(({ name, summary }) => ({ name, summary })),
    options: [],
  };
  const places = [root, ...declarations.flatMap((each) => placesOf(each, []))];
  return writers[shell](places);
}

function placesOf(declaration: CommandDeclaration, before: string[]): Place[] {
  const path = [...before, declaration.name];
  const children = declaration.commands ?? [];
  const all = [
    ...(declaration.options ?? []),
    ...(declaration.data ? dataOptions : []),
    ...(declaration.server ? serverOptions : []),
  ];
  const place: Place = {
    path,
    commands: children.map(({ name, summary }) => ({ name, summary })),
    options: all.map(optionOf),
  };
  return [place, ...children.flatMap((child) => placesOf(child, path))];
}

function optionOf({ flags, summary, choices }: OptionDeclaration): Place['options'][number] {
  const name = /--[a-z-]+/.exec(flags)?.[0] ?? flags;
  return { name, summary, takes: /[A-Z]$/.test(flags), choices: choices ?? [] };
}

const writers: Record<Shell, (places: Place[]) => string> = { bash, zsh, fish };

function bash(places: Place[]): string {
  const cases = places.map((place) => {
    const words = [...place.commands, ...place.options].map((each) => each.name).join(' ');
    return `    '${place.path.join(' ')}') words='${words}' ;;`;
  });
  const choices = choicesOf(places).map(
    ([at, values]) =>
      `    '${at}') COMPREPLY=($(compgen -W '${values.join(' ')}' -- "$cur")); return ;;`,
  );
  const known = places
    .filter((place) => place.path.length > 0)
    .map((place) => `'${place.path.join(' ')}'`);
  return `# bash completion for acta
_acta() {
  local cur prev path word words
  cur=\${COMP_WORDS[COMP_CWORD]}
  prev=\${COMP_WORDS[COMP_CWORD-1]}
  path=''
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "\${path:+$path }$word" in
      ${known.join('|')}) path="\${path:+$path }$word" ;;
    esac
  done
  case "$path $prev" in
${choices.join('\n')}
  esac
  words=''
  case $path in
${cases.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
  [[ \${#COMPREPLY[@]} -gt 0 || $cur == -* ]] || compopt -o default
}
complete -F _acta acta
`;
}

function zsh(places: Place[]): string {
  const described = ({ name, summary }: { name: string; summary: string }) =>
    `'${quoted(name)}:${quoted(summary)}'`;
  const cases = places.map((place) => {
    const commands = place.commands.map(described).join(' ');
    const options = place.options.map(described).join(' ');
    return `    '${place.path.join(' ')}') commands=(${commands}); options=(${options}) ;;`;
  });
  const choices = choicesOf(places).map(
    ([at, values]) => `    '${at}') compadd -- ${values.join(' ')}; return ;;`,
  );
  const known = places
    .filter((place) => place.path.length > 0)
    .map((place) => `'${place.path.join(' ')}'`);
  return `#compdef acta
_acta() {
  local path_ word
  local -a commands options
  path_=''
  for word in "\${(@)words[2,CURRENT-1]}"; do
    case "\${path_:+$path_ }$word" in
      ${known.join('|')}) path_="\${path_:+$path_ }$word" ;;
    esac
  done
  case "$path_ \${words[CURRENT-1]}" in
${choices.join('\n')}
  esac
  case $path_ in
${cases.join('\n')}
  esac
  (( \${#commands} )) && _describe 'command' commands
  (( \${#options} )) && _describe 'option' options
  [[ \${#commands} -gt 0 || $PREFIX == -* ]] || _files
}
if [ "$funcstack[1]" = "_acta" ]; then _acta; else compdef _acta acta; fi
`;
}

function fish(places: Place[]): string {
  const lines = ['# fish completion for acta', 'complete -c acta -f'];
  for (const place of places) {
    const seen = place.path.map((word) => `__fish_seen_subcommand_from ${word}`);
    const condition =
      place.path.length === 0
        ? '__fish_use_subcommand'
        : [...seen, ...notYet(place)].join('; and ');
    for (const { name, summary } of place.commands) {
      lines.push(`complete -c acta -n '${condition}' -a ${name} -d '${quoted(summary)}'`);
    }
    const here = seen.join('; and ');
    for (const { name, summary, takes, choices } of place.options) {
      const value = choices.length > 0 ? ` -x -a '${choices.join(' ')}'` : takes ? ' -r -F' : '';
      lines.push(
        `complete -c acta -n '${here}' -l ${name.slice(2)} -d '${quoted(summary)}'${value}`,
      );
    }
  }
  return `${lines.join('\n')}\n`;
}

function notYet(place: Place): string[] {
  const names = place.commands.map((each) => each.name);
  return names.length > 0 ? [`not __fish_seen_subcommand_from ${names.join(' ')}`] : [];
}

/** What may follow an option, by the command and the option: two commands may differ. */
function choicesOf(places: Place[]): [string, string[]][] {
  return places.flatMap(({ path, options }) =>
    options
      .filter(({ choices }) => choices.length > 0)
      .map(({ name, choices }): [string, string[]] => [`${path.join(' ')} ${name}`, choices]),
  );
}

function quoted(text: string): string {
  return text.replaceAll("'", '’').replaceAll(':', ' –');
}
