import type { CommandDeclaration } from '../command.ts';

export const serve: CommandDeclaration = {
  name: 'serve',
  summary: 'Run the server',
  details: 'All options are those of the server: acta serve --help lists them.',
  raw: true,
  arguments: [{ name: 'options', summary: 'options of the server', optional: true, many: true }],
  async run({ args }) {
    const server = await import('@acta/server');
    return server.serve(args);
  },
};
