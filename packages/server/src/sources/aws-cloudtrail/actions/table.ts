/** Event names of one service and the catalogue's actions for them. */
export type ServiceTable = Readonly<Record<string, string>>;
